package io.affidavit.command.access;

import io.affidavit.command.access.OrganizationState.Project;
import io.affidavit.command.access.OrganizationState.Registered;
import io.affidavit.command.access.OrganizationState.Team;
import io.affidavit.command.aggregate.Repetition;
import io.affidavit.schemas.access.AccessCommand.RegisterOrganization;
import io.affidavit.schemas.access.AccessCommand.RegisterProject;
import io.affidavit.schemas.access.AccessCommand.RegisterTeam;
import io.affidavit.schemas.access.AccessEvent;
import io.affidavit.schemas.access.ContentMode;
import io.affidavit.schemas.access.OrganizationRegistered;
import io.affidavit.schemas.access.ProjectRegistered;
import io.affidavit.schemas.access.TeamRegistered;
import io.affidavit.schemas.serial.EventSerializer;
import io.affidavit.schemas.serial.Refusal;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.ProjectId;
import io.affidavit.schemas.value.TeamId;
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

    /// Refuses a scope of which any level does not exist, naming the missing one.
    static void requireScope(
            OrganizationState state,
            OrganizationId organizationId,
            @Nullable TeamId teamId,
            @Nullable ProjectId projectId) {
        Registered organization = registered(state, organizationId);
        if (teamId != null) {
            Team team = team(organization, teamId);
            if (projectId != null && !team.projects().containsKey(projectId)) {
                throw missing("projectId: " + projectId, "a project of the team");
            }
        }
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

    private static RuntimeException missing(String what, String expected) {
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
