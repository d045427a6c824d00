package io.affidavit.schemas.access;

import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.ProjectId;
import io.affidavit.schemas.value.Public;
import io.affidavit.schemas.value.TeamId;
import org.jspecify.annotations.Nullable;

/// How far an administrator's hand reaches: a scope and everything below it. What lies outside is
/// for that administrator as if it were not there.
///
/// @param organization the organization, or whose team or project it is
/// @param team the team, or whose project it is; `null` for the organization itself
/// @param project the project; `null` for the organization or the team itself
@Public
public record Reach(
        OrganizationId organization, @Nullable TeamId team, @Nullable ProjectId project) {

    public Reach {
        if (project != null && team == null) {
            throw new IllegalArgumentException("project: without a team (expected: its team)");
        }
    }

    /// Whether something that belongs there is within reach.
    public boolean covers(
            OrganizationId itsOrganization,
            @Nullable TeamId itsTeam,
            @Nullable ProjectId itsProject) {
        return organization.equals(itsOrganization)
                && (team == null || team.equals(itsTeam))
                && (project == null || project.equals(itsProject));
    }

    /// What kind of scope it is.
    public ScopeKind kind() {
        if (team == null) {
            return ScopeKind.ORGANIZATION;
        }
        return project == null ? ScopeKind.TEAM : ScopeKind.PROJECT;
    }

    /// The scope as callers write it: `acme`, `acme/platform`, `acme/platform/bot`.
    public String id() {
        return organization.value()
                + (team == null ? "" : "/" + team.value())
                + (project == null ? "" : "/" + project.value());
    }

    /// The scope with this id.
    ///
    /// @throws IllegalArgumentException for an id that no scope can have
    public static Reach of(String id) {
        String[] path = id.split("/", -1);
        if (path.length > ScopeKind.values().length) {
            throw new IllegalArgumentException("scope: too deep (expected: at most a project)");
        }
        return new Reach(
                new OrganizationId(path[0]),
                path.length > 1 ? new TeamId(path[1]) : null,
                path.length > 2 ? new ProjectId(path[2]) : null);
    }
}
