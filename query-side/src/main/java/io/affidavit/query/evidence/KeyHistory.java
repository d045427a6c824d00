package io.affidavit.query.evidence;

import io.affidavit.schemas.access.AccessDenied;
import io.affidavit.schemas.access.AccessEvent;
import io.affidavit.schemas.access.OrganizationRegistered;
import io.affidavit.schemas.access.ProjectRegistered;
import io.affidavit.schemas.access.TeamRegistered;
import io.affidavit.schemas.access.VirtualKeyIssued;
import io.affidavit.schemas.access.VirtualKeyRevoked;
import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.RecordView;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a key was at an earlier moment, from its records and from no table.
public final class KeyHistory {

    private static final String KEY = "virtual_key";

    private final RecordReader records;

    /// Tells what this reader finds.
    public KeyHistory(RecordReader records) {
        this.records = records;
    }

    /// A key at a moment.
    ///
    /// @param issued what was issued
    /// @param revoked whether it had been revoked
    /// @param changedTexts names of sealed texts that were written anew after that moment
    public record KeyThen(VirtualKeyIssued issued, boolean revoked, Set<String> changedTexts) {

        public KeyThen {
            changedTexts = Set.copyOf(changedTexts);
        }
    }

    /// The key as of the records appended up to a moment, that moment included; empty when it had
    /// not been issued.
    public Optional<KeyThen> asOf(String key, Instant moment) {
        UUID story = Objects.requireNonNull(AggregateColumn.of(KEY, key));
        Fold fold = new Fold();
        for (StoredRecord record : records.ofAggregate(story)) {
            RecordView view = record.view();
            if (view == null) {
                throw new IllegalStateException("position " + record.position() + ": no record");
            }
            if (view.at().isAfter(moment)) {
                fold.later(view.parts());
            } else if (record.event() instanceof AccessEvent event) {
                fold.apply(event);
            }
        }
        return fold.key();
    }

    /// For one thread.
    private static final class Fold {

        private final Set<String> changedTexts = new HashSet<>();
        private @Nullable VirtualKeyIssued issued;
        private boolean revoked;

        void apply(AccessEvent event) {
            switch (event) {
                case VirtualKeyIssued first -> issued = first;
                case VirtualKeyRevoked _ -> revoked = true;
                case OrganizationRegistered _,
                        TeamRegistered _,
                        ProjectRegistered _,
                        AccessDenied _ -> {
                    // Of another story.
                }
            }
        }

        void later(List<Part.Reference> parts) {
            parts.forEach(part -> changedTexts.add(part.name()));
        }

        Optional<KeyThen> key() {
            return Optional.ofNullable(issued)
                    .map(first -> new KeyThen(first, revoked, changedTexts));
        }
    }
}
