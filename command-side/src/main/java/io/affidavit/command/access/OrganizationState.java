package io.affidavit.command.access;

import io.affidavit.schemas.access.OrganizationRegistered;
import io.affidavit.schemas.access.ProjectRegistered;
import io.affidavit.schemas.access.TeamRegistered;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.ProjectId;
import io.affidavit.schemas.value.TeamId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an organization's events add up to.
sealed interface OrganizationState {

    /// The state after one more event; other payloads change nothing.
    default OrganizationState evolve(Object event) {
        return switch (event) {
            case OrganizationRegistered made -> new Registered(made.idempotency(), Map.of());
            case TeamRegistered made when this instanceof Registered registered ->
                    registered.with(made.team(), new Team(made.idempotency(), Map.of()));
            case ProjectRegistered made when this instanceof Registered registered ->
                    registered.with(
                            made.team(),
                            registered.team(made.team()).with(made.project(), made.idempotency()));
            default -> this;
        };
    }

    /// Nobody registered it yet.
    record Unknown() implements OrganizationState {}

    /// It exists.
    ///
    /// @param idempotency digest of the request that made it
    record Registered(@Nullable Digest idempotency, Map<TeamId, Team> teams)
            implements OrganizationState {

        public Registered {
            teams = Map.copyOf(teams);
        }

        private Team team(TeamId id) {
            Team team = teams.get(id);
            return team == null ? new Team(null, Map.of()) : team;
        }

        private Registered with(TeamId id, Team team) {
            Map<TeamId, Team> more = new HashMap<>(teams);
            more.put(id, team);
            return new Registered(idempotency, more);
        }
    }

    /// A team with its projects.
    record Team(@Nullable Digest idempotency, Map<ProjectId, Project> projects) {

        public Team {
            projects = Map.copyOf(projects);
        }

        private Team with(ProjectId id, @Nullable Digest request) {
            Map<ProjectId, Project> more = new HashMap<>(projects);
            more.put(id, new Project(request));
            return new Team(idempotency, more);
        }
    }

    /// A project.
    record Project(@Nullable Digest idempotency) {}
}
