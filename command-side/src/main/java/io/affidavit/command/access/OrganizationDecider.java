package io.affidavit.command.access;

import io.affidavit.command.access.OrganizationState.Project;
import io.affidavit.command.access.OrganizationState.Registered;
import io.affidavit.command.access.OrganizationState.Team;
import io.affidavit.command.aggregate.Repetition;
import io.affidavit.schemas.access.AccessCommand.ArchiveScope;
import io.affidavit.schemas.access.AccessCommand.ChangeOrganization;
import io.affidavit.schemas.access.AccessCommand.RegisterOrganization;
import io.affidavit.schemas.access.AccessCommand.RegisterProject;
import io.affidavit.schemas.access.AccessCommand.RegisterTeam;
import io.affidavit.schemas.access.AccessCommand.RenameScope;
import io.affidavit.schemas.access.AccessEvent;
import io.affidavit.schemas.access.ContentMode;
import io.affidavit.schemas.access.OrganizationChanged;
import io.affidavit.schemas.access.OrganizationRegistered;
import io.affidavit.schemas.access.ProjectRegistered;
import io.affidavit.schemas.access.ScopeArchived;
import io.affidavit.schemas.access.ScopeKind;
import io.affidavit.schemas.access.ScopeRenamed;
import io.affidavit.schemas.access.TeamRegistered;
import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.serial.EventSerializer;
import io.affidavit.schemas.serial.Refusal;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.Lookalike;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.ProjectId;
import io.affidavit.schemas.value.TeamId;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides about an organization and the scopes below it. Pure.
final class OrganizationDecider {

    private OrganizationDecider() {}

    static List<AccessEvent> decide(OrganizationState state, RegisterOrganization command) {
        if (state instanceof Registered registered) {
            Repetition.accept(
                    "id: " + command.organization(),
                    registered.idempotency(),
                    command.idempotency());
            return List.of();
        }
        OrganizationFacts after =
                new OrganizationFacts(
                        command.organization(), command.timeZone(), command.content());
        return List.of(
                new OrganizationRegistered(
                        command.organization(),
                        command.timeZone(),
                        command.content(),
                        command.idempotency(),
                        EventSerializer.digest(after),
                        command.parts()));
    }

    static List<AccessEvent> decide(OrganizationState state, RegisterTeam command) {
        Registered organization = registered(state, command.organization());
        Team existing = organization.teams().get(command.team());
        if (existing != null) {
            Repetition.accept(
                    "id: " + command.team(), existing.idempotency(), command.idempotency());
            return List.of();
        }
        requireOpen(organization, command.organization(), null, null);
        requireNoTwin(command.team().value(), organization.teams().keySet());
        return List.of(
                new TeamRegistered(
                        command.organization(),
                        command.team(),
                        command.idempotency(),
                        EventSerializer.digest(
                                new TeamFacts(command.organization(), command.team())),
                        command.parts()));
    }

    static List<AccessEvent> decide(OrganizationState state, RegisterProject command) {
        Registered organization = registered(state, command.organization());
        Team team = team(organization, command.team());
        Project existing = team.projects().get(command.project());
        if (existing != null) {
            Repetition.accept(
                    "id: " + command.project(), existing.idempotency(), command.idempotency());
            return List.of();
        }
        requireOpen(organization, command.organization(), command.team(), null);
        requireNoTwin(command.project().value(), team.projects().keySet());
        ProjectFacts after =
                new ProjectFacts(command.organization(), command.team(), command.project());
        return List.of(
                new ProjectRegistered(
                        command.organization(),
                        command.team(),
                        command.project(),
                        command.idempotency(),
                        EventSerializer.digest(after),
                        command.parts()));
    }

    static List<AccessEvent> decide(OrganizationState state, ChangeOrganization command) {
        Registered before = registered(state, command.organization());
        requireOpen(before, command.organization(), null, null);
        OrganizationFacts facts = before.facts(command.organization());
        OrganizationFacts after =
                new OrganizationFacts(
                        command.organization(),
                        command.timeZone() == null ? facts.timeZone() : command.timeZone(),
                        command.content() == null ? facts.content() : command.content());
        return after.equals(facts) && !isNamed(command.parts())
                ? List.of()
                : List.of(
                        new OrganizationChanged(
                                command.organization(),
                                after.timeZone(),
                                after.content(),
                                EventSerializer.digest(facts),
                                EventSerializer.digest(after),
                                command.parts()));
    }

    static List<AccessEvent> decide(OrganizationState state, RenameScope command) {
        requireScope(state, command.organization(), command.team(), command.project());
        return isNamed(command.parts())
                ? List.of(
                        new ScopeRenamed(
                                command.project() == null ? ScopeKind.TEAM : ScopeKind.PROJECT,
                                command.organization(),
                                command.team(),
                                command.project(),
                                command.parts()))
                : List.of();
    }

    static List<AccessEvent> decide(OrganizationState state, ArchiveScope command) {
        Registered organization = registered(state, command.organization());
        TeamId team = command.team();
        ProjectId project = command.project();
        requireExisting(organization, team, project);
        return isArchived(organization, team, project)
                ? List.of()
                : List.of(
                        new ScopeArchived(
                                team == null
                                        ? ScopeKind.ORGANIZATION
                                        : project == null ? ScopeKind.TEAM : ScopeKind.PROJECT,
                                command.organization(),
                                team,
                                project,
                                command.parts()));
    }

    /// Refuses a scope of which any level does not exist or is closed, naming that one.
    static void requireScope(
            OrganizationState state,
            OrganizationId organizationId,
            @Nullable TeamId teamId,
            @Nullable ProjectId projectId) {
        Registered organization = registered(state, organizationId);
        requireExisting(organization, teamId, projectId);
        requireOpen(organization, organizationId, teamId, projectId);
    }

    /// Refuses an id that looks like another one of the same parent.
    static void requireNoTwin(String id, Collection<?> siblings) {
        for (Object sibling : siblings) {
            if (Lookalike.isTwin(id, sibling.toString())) {
                throw Refusal.exception(
                        FailureCode.CONFLICT,
                        "id: "
                                + id
                                + " looks like "
                                + sibling
                                + " (expected: one that cannot be mistaken for it)");
            }
        }
    }

    private static void requireExisting(
            Registered organization, @Nullable TeamId teamId, @Nullable ProjectId projectId) {
        if (teamId != null) {
            Team team = team(organization, teamId);
            if (projectId != null && !team.projects().containsKey(projectId)) {
                throw missing("projectId: " + projectId, "a project of the team");
            }
        }
    }

    private static void requireOpen(
            Registered organization,
            OrganizationId organizationId,
            @Nullable TeamId teamId,
            @Nullable ProjectId projectId) {
        if (isArchived(organization, null, null)) {
            throw archived("orgId: " + organizationId);
        }
        if (teamId != null && isArchived(organization, teamId, null)) {
            throw archived("teamId: " + teamId);
        }
        if (projectId != null && isArchived(organization, teamId, projectId)) {
            throw archived("projectId: " + projectId);
        }
    }

    /// Whether exactly this one was closed, whatever became of those above it.
    private static boolean isArchived(
            Registered organization, @Nullable TeamId teamId, @Nullable ProjectId projectId) {
        if (teamId == null) {
            return organization.archived();
        }
        Team team = team(organization, teamId);
        Project project = projectId == null ? null : team.projects().get(projectId);
        return project == null ? team.archived() : project.archived();
    }

    private static boolean isNamed(List<Part> parts) {
        return parts.stream().anyMatch(part -> part.name().equals("name"));
    }

    private static RuntimeException archived(String what) {
        return Refusal.exception(
                FailureCode.CONFLICT, what + " is archived (expected: one in service)");
    }

    private static Registered registered(OrganizationState state, OrganizationId id) {
        return switch (state) {
            case Registered registered -> registered;
            case OrganizationState.Unknown _ ->
                    throw missing("orgId: " + id, "a registered organization");
        };
    }

    private static Team team(Registered organization, TeamId id) {
        Team team = organization.teams().get(id);
        if (team == null) {
            throw missing("teamId: " + id, "a team of the organization");
        }
        return team;
    }

    /// The refusal of what is not there, or not for whoever asks.
    static RuntimeException missing(String what, String expected) {
        return Refusal.exception(
                FailureCode.NOT_FOUND, what + " not found (expected: " + expected + ")");
    }

    /// Public state of an organization, the input of its digest.
    record OrganizationFacts(OrganizationId organization, String timeZone, ContentMode content) {}

    /// Public state of a team, the input of its digest.
    record TeamFacts(OrganizationId organization, TeamId team) {}

    /// Public state of a project, the input of its digest.
    record ProjectFacts(OrganizationId organization, TeamId team, ProjectId project) {}
}
