package io.affidavit.query.evidence;

import io.affidavit.schemas.access.AccessDenied;
import io.affidavit.schemas.access.AccessEvent;
import io.affidavit.schemas.access.LimitExhausted;
import io.affidavit.schemas.access.LimitRaisedTemporarily;
import io.affidavit.schemas.access.LimitRemoved;
import io.affidavit.schemas.access.LimitSet;
import io.affidavit.schemas.access.LimitThresholdCrossed;
import io.affidavit.schemas.access.OrganizationChanged;
import io.affidavit.schemas.access.OrganizationRegistered;
import io.affidavit.schemas.access.ProjectRegistered;
import io.affidavit.schemas.access.RoleGranted;
import io.affidavit.schemas.access.RoleRevoked;
import io.affidavit.schemas.access.ScopeArchived;
import io.affidavit.schemas.access.ScopeRenamed;
import io.affidavit.schemas.access.TeamRegistered;
import io.affidavit.schemas.access.VirtualKeyBlocked;
import io.affidavit.schemas.access.VirtualKeyChanged;
import io.affidavit.schemas.access.VirtualKeyIssued;
import io.affidavit.schemas.access.VirtualKeyRevoked;
import io.affidavit.schemas.access.VirtualKeyRotated;
import io.affidavit.schemas.access.VirtualKeyUnblocked;
import io.affidavit.schemas.evidence.LogPlace;
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
    /// @param changed what changed last; `null` for nothing
    /// @param rotated its last rotation; `null` for none
    /// @param blocked whether it was blocked
    /// @param revoked whether it had been revoked
    /// @param changedTexts names of sealed texts that were written anew or cleared after that
    ///   moment
    public record KeyThen(
            VirtualKeyIssued issued,
            @Nullable VirtualKeyChanged changed,
            @Nullable VirtualKeyRotated rotated,
            boolean blocked,
            boolean revoked,
            Set<String> changedTexts) {

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
                throw new IllegalStateException(
                        "position " + LogPlace.of(record.place()) + ": no record");
            }
            if (view.at().isAfter(moment)) {
                fold.later(view.parts(), record.event());
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
        private @Nullable VirtualKeyChanged changed;
        private @Nullable VirtualKeyRotated rotated;
        private boolean blocked;
        private boolean revoked;

        void apply(AccessEvent event) {
            switch (event) {
                case VirtualKeyIssued first -> issued = first;
                case VirtualKeyChanged last -> changed = last;
                case VirtualKeyRotated last -> rotated = last;
                case VirtualKeyBlocked _ -> blocked = true;
                case VirtualKeyUnblocked _ -> blocked = false;
                case VirtualKeyRevoked _ -> revoked = true;
                case OrganizationRegistered _,
                        OrganizationChanged _,
                        TeamRegistered _,
                        ProjectRegistered _,
                        ScopeRenamed _,
                        ScopeArchived _,
                        LimitSet _,
                        LimitRemoved _,
                        LimitRaisedTemporarily _,
                        LimitThresholdCrossed _,
                        LimitExhausted _,
                        RoleGranted _,
                        RoleRevoked _,
                        AccessDenied _ -> {
                    // Of another story.
                }
            }
        }

        void later(List<Part.Reference> parts, @Nullable Object event) {
            parts.forEach(part -> changedTexts.add(part.name()));
            if (event instanceof VirtualKeyChanged later) {
                changedTexts.addAll(later.cleared());
            }
        }

        Optional<KeyThen> key() {
            return Optional.ofNullable(issued)
                    .map(first ->
                            new KeyThen(first, changed, rotated, blocked, revoked, changedTexts));
        }
    }
}
