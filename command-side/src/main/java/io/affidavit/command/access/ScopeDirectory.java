package io.affidavit.command.access;

import io.affidavit.command.aggregate.Stories;
import io.affidavit.schemas.access.LimitScope;
import io.affidavit.schemas.access.OrganizationChanged;
import io.affidavit.schemas.access.OrganizationRegistered;
import io.affidavit.schemas.access.Reach;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.ProjectId;
import io.affidavit.schemas.value.TeamId;
import io.affidavit.schemas.value.VirtualKeyId;
import java.util.Optional;

/// Finds the scope that something is to hang on.
public final class ScopeDirectory {

    private static final String UTC = "UTC";
    private static final int TEAM = 2;
    private static final int PROJECT = 3;

    private final Stories stories;
    private final OrganizationDirectory organizations;

    ScopeDirectory(Stories stories, OrganizationDirectory organizations) {
        this.stories = stories;
        this.organizations = organizations;
    }

    /// A scope that exists.
    ///
    /// @param home itself, or of a key what it belongs to
    /// @param timeZone the organization's
    public record Found(Reach home, String timeZone) {

        /// Whose it is.
        public OrganizationId organization() {
            return home.organization();
        }
    }

    /// The scope of an organization, team, project or key; empty when there is none, and for what
    /// belongs to nobody.
    public Optional<Found> find(LimitScope scope) {
        try {
            return switch (scope.kind()) {
                case ORGANIZATION, TEAM, PROJECT -> find(scope.id().split("/", -1));
                case KEY -> key(new VirtualKeyId(scope.id()));
                case ALIAS, DEPLOYMENT -> Optional.empty();
            };
        } catch (IllegalArgumentException e) { // no id of ours has this form
            return Optional.empty();
        }
    }

    private Optional<Found> find(String[] path) {
        OrganizationId organization = new OrganizationId(path[0]);
        if (!(organizations.find(organization) instanceof OrganizationState.Registered known)) {
            return Optional.empty();
        }
        OrganizationState.Team team =
                path.length < TEAM ? null : known.teams().get(new TeamId(path[1]));
        boolean exists =
                switch (path.length) {
                    case 1 -> true;
                    case TEAM -> team != null;
                    case PROJECT ->
                            team != null && team.projects().containsKey(new ProjectId(path[2]));
                    default -> false;
                };
        return exists ? Optional.of(found(Reach.of(String.join("/", path)))) : Optional.empty();
    }

    private Optional<Found> key(VirtualKeyId key) {
        VirtualKeyState state =
                stories.fold(
                        VirtualKeyAggregate.TYPE,
                        key.value(),
                        new VirtualKeyState.Unknown(),
                        VirtualKeyState::evolve);
        return state instanceof VirtualKeyState.Issued issued
                ? Optional.of(found(home(issued.facts())))
                : Optional.empty();
    }

    private static Reach home(VirtualKeyFacts key) {
        return new Reach(key.organization(), key.team(), key.project());
    }

    private Found found(Reach home) {
        String zone =
                stories.fold(
                        OrganizationAggregate.TYPE,
                        home.organization().value(),
                        UTC,
                        (last, event) ->
                                switch (event) {
                                    case OrganizationRegistered made -> made.timeZone();
                                    case OrganizationChanged changed -> changed.timeZone();
                                    default -> last;
                                });
        return new Found(home, zone);
    }
}
