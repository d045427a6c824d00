package io.affidavit.query.evidence;

import io.affidavit.schemas.access.ContentMode;
import io.affidavit.schemas.access.OrganizationChanged;
import io.affidavit.schemas.access.OrganizationRegistered;
import io.affidavit.schemas.access.ProjectRegistered;
import io.affidavit.schemas.access.ScopeArchived;
import io.affidavit.schemas.access.ScopeRenamed;
import io.affidavit.schemas.access.TeamRegistered;
import io.affidavit.schemas.value.DomainEvent;
import io.affidavit.schemas.value.ProjectId;
import io.affidavit.schemas.value.TeamId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What an organization, a team or a project was at an earlier moment, from the records of its
/// organization and from no table.
public final class ScopeHistory {

    private static final String ORGANIZATION = "organization";
    private static final String NAME = "name";

    private final RecordReader records;

    /// Tells what this reader finds.
    public ScopeHistory(RecordReader records) {
        this.records = records;
    }

    /// A scope at a moment.
    ///
    /// @param timeZone the organization's
    /// @param content the organization's
    /// @param archived whether it was closed itself
    /// @param renamed whether its name, which is sealed, was written anew after that moment
    public record ScopeThen(
            String timeZone, ContentMode content, boolean archived, boolean renamed) {}

    /// The scope as of the records appended up to a moment, that moment included; empty when it was
    /// not registered.
    ///
    /// @param path ids of the organization and perhaps its team and the team's project
    public Optional<ScopeThen> asOf(List<String> path, Instant moment) {
        Fold fold = new Fold(path);
        for (StoredRecord record :
                records.ofAggregate(
                        Objects.requireNonNull(
                                AggregateColumn.of(ORGANIZATION, path.getFirst())))) {
            boolean later = record.appendedAt().isAfter(moment);
            boolean named =
                    Objects.requireNonNull(record.view()).parts().stream()
                            .anyMatch(part -> part.name().equals(NAME));
            fold.apply(record.event(), later, named);
        }
        return fold.scope();
    }

    /// For one thread.
    private static final class Fold {

        private final List<String> path;
        private @Nullable String timeZone;
        private @Nullable ContentMode content;
        private boolean registered;
        private boolean archived;
        private boolean renamed;

        Fold(List<String> path) {
            this.path = path;
        }

        void apply(DomainEvent event, boolean later, boolean named) {
            switch (event) {
                case OrganizationRegistered made -> {
                    if (!later) {
                        terms(made.timeZone(), made.content());
                        registered |= isIt(made.organization(), null, null);
                    }
                }
                case OrganizationChanged changed -> {
                    if (later) {
                        renamed |= named && isIt(changed.organization(), null, null);
                    } else {
                        terms(changed.timeZone(), changed.content());
                    }
                }
                case TeamRegistered made ->
                        registered |= !later && isIt(made.organization(), made.team(), null);
                case ProjectRegistered made ->
                        registered |=
                                !later && isIt(made.organization(), made.team(), made.project());
                case ScopeRenamed other ->
                        renamed |=
                                later
                                        && named
                                        && isIt(
                                                other.organization(),
                                                other.team(),
                                                other.project());
                case ScopeArchived closed ->
                        archived |=
                                !later
                                        && isIt(
                                                closed.organization(),
                                                closed.team(),
                                                closed.project());
                default -> {
                    // Of another story.
                }
            }
        }

        private void terms(String zone, ContentMode mode) {
            timeZone = zone;
            content = mode;
        }

        private boolean isIt(
                Object organization, @Nullable TeamId team, @Nullable ProjectId project) {
            return path.equals(
                    Stream.of(organization, team, project)
                            .filter(Objects::nonNull)
                            .map(Object::toString)
                            .toList());
        }

        Optional<ScopeThen> scope() {
            return registered && timeZone != null && content != null
                    ? Optional.of(new ScopeThen(timeZone, content, archived, renamed))
                    : Optional.empty();
        }
    }
}
