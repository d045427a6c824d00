package io.affidavit.command.access;

import io.affidavit.command.access.OrganizationDecider.OrganizationFacts;
import io.affidavit.schemas.access.ContentMode;
import io.affidavit.schemas.access.OrganizationChanged;
import io.affidavit.schemas.access.OrganizationRegistered;
import io.affidavit.schemas.access.OrganizationView;
import io.affidavit.schemas.access.ProjectRegistered;
import io.affidavit.schemas.access.ScopeArchived;
import io.affidavit.schemas.access.TeamRegistered;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.ProjectId;
import io.affidavit.schemas.value.TeamId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an organization's events add up to.
sealed interface OrganizationState {

    /// The state after one more event; other payloads change nothing.
    default OrganizationState evolve(Object event) {
        if (event instanceof OrganizationRegistered made) {
            return new Registered(
                    made.idempotency(), made.timeZone(), made.content(), false, Map.of());
        }
        return this instanceof Registered registered ? registered.after(event) : this;
    }

    /// Nobody registered it yet.
    record Unknown() implements OrganizationState {}

    /// It exists.
    ///
    /// @param idempotency digest of the request that made it
    /// @param archived closed for good
    record Registered(
            @Nullable Digest idempotency,
            String timeZone,
            ContentMode content,
            boolean archived,
            Map<TeamId, Team> teams)
            implements OrganizationState {

        public Registered {
            teams = Map.copyOf(teams);
        }

        private Registered after(Object event) {
            return switch (event) {
                case OrganizationChanged changed ->
                        new Registered(
                                idempotency,
                                changed.timeZone(),
                                changed.content(),
                                archived,
                                teams);
                case TeamRegistered made ->
                        with(made.team(), new Team(made.idempotency(), false, Map.of()));
                case ProjectRegistered made ->
                        with(
                                made.team(),
                                team(made.team())
                                        .with(
                                                made.project(),
                                                new Project(made.idempotency(), false)));
                case ScopeArchived closed -> without(closed.team(), closed.project());
                default -> this;
            };
        }

        private Registered without(@Nullable TeamId id, @Nullable ProjectId project) {
            if (id == null) {
                return new Registered(idempotency, timeZone, content, true, teams);
            }
            Team team = team(id);
            return with(id, project == null ? team.closed() : team.without(project));
        }

        private Team team(TeamId id) {
            Team team = teams.get(id);
            return team == null ? new Team(null, false, Map.of()) : team;
        }

        private Registered with(TeamId id, Team team) {
            Map<TeamId, Team> more = new HashMap<>(teams);
            more.put(id, team);
            return new Registered(idempotency, timeZone, content, archived, more);
        }

        OrganizationFacts facts(OrganizationId id) {
            return new OrganizationFacts(id, timeZone, content);
        }

        OrganizationView view(OrganizationId id) {
            return new OrganizationView(id, timeZone, content, archived);
        }
    }

    /// A team with its projects.
    record Team(@Nullable Digest idempotency, boolean archived, Map<ProjectId, Project> projects) {

        public Team {
            projects = Map.copyOf(projects);
        }

        private Team closed() {
            return new Team(idempotency, true, projects);
        }

        private Team without(ProjectId id) {
            Project project = projects.get(id);
            return with(id, new Project(project == null ? null : project.idempotency(), true));
        }

        private Team with(ProjectId id, Project project) {
            Map<ProjectId, Project> more = new HashMap<>(projects);
            more.put(id, project);
            return new Team(idempotency, archived, more);
        }
    }

    /// A project.
    record Project(@Nullable Digest idempotency, boolean archived) {}
}
