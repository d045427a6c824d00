package io.affidavit.query.evidence;

import io.affidavit.schemas.access.AdminGrant;
import io.affidavit.schemas.access.RoleGranted;
import io.affidavit.schemas.serial.EventNames;
import io.affidavit.schemas.value.DomainEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Admin tokens by their records and by no table, so that what is shown is the truth of the moment.
public final class GrantReader {

    private static final String ROLE = "role";
    private static final String GRANTED = EventNames.of(RoleGranted.class).type();

    private final RecordReader records;

    /// Tells what this reader finds.
    public GrantReader(RecordReader records) {
        this.records = records;
    }

    /// A token and where it stands in the log.
    ///
    /// @param place of the record that granted it
    public record Placed(long place, AdminGrant grant) {}

    /// Tokens in the order in which they were granted, one more than asked for.
    ///
    /// @param after place of the last one of the page before; -1 for the first page
    public List<Placed> grants(long after, int limit) {
        List<StoredRecord> granted = records.ofType(GRANTED, after + 1, limit + 1);
        Map<UUID, AdminGrant> stories =
                stories(granted.stream().map(StoredRecord::aggregate).toList());
        List<Placed> grants = new ArrayList<>();
        for (StoredRecord record : granted) {
            grants.add(
                    new Placed(
                            record.place(),
                            Objects.requireNonNull(stories.get(record.aggregate()))));
        }
        return grants;
    }

    /// One token; empty when there is none of this id.
    public Optional<AdminGrant> find(String id) {
        UUID story = Objects.requireNonNull(AggregateColumn.of(ROLE, id));
        return Optional.ofNullable(stories(List.of(story)).get(story));
    }

    private Map<UUID, AdminGrant> stories(List<UUID> tokens) {
        Map<UUID, AdminGrant> stories = new HashMap<>();
        for (StoredRecord record : records.ofAggregates(tokens)) {
            DomainEvent event = record.event();
            stories.compute(record.aggregate(), (_, known) -> after(known, event));
        }
        return stories;
    }

    private static @Nullable AdminGrant after(@Nullable AdminGrant known, DomainEvent event) {
        return AdminGrant.after(known, event);
    }
}
