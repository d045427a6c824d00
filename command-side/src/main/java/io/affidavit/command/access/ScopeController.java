package io.affidavit.command.access;

import io.affidavit.command.web.AdminCommands;
import io.affidavit.command.web.AdminRequest;
import io.affidavit.command.web.Fields;
import io.affidavit.command.web.Refusals;
import io.affidavit.schemas.access.AccessCommand.ArchiveScope;
import io.affidavit.schemas.access.AccessCommand.ChangeOrganization;
import io.affidavit.schemas.access.AccessCommand.RenameScope;
import io.affidavit.schemas.access.ContentMode;
import io.affidavit.schemas.access.OrganizationView;
import io.affidavit.schemas.access.Permission;
import io.affidavit.schemas.access.RequiresPermission;
import io.affidavit.schemas.access.ScopeState;
import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.ProjectId;
import io.affidavit.schemas.value.Slug;
import io.affidavit.schemas.value.TeamId;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/// `PATCH` and `DELETE` of organizations, teams and projects.
@RestController
class ScopeController {

    private final AdminCommands commands;

    ScopeController(AdminCommands commands) {
        this.commands = commands;
    }

    /// An organization as the answer to a change shows it; its name stays sealed.
    record ChangedOrganization(
            OrganizationId id, String timeZone, ContentMode content, ScopeState state) {

        private static ChangedOrganization of(OrganizationView view) {
            return new ChangedOrganization(
                    view.organization(),
                    view.timeZone(),
                    view.content(),
                    ScopeState.of(view.archived()));
        }
    }

    /// A team as the answer to a change shows it; its name stays sealed.
    record ChangedTeam(OrganizationId orgId, TeamId id, ScopeState state) {}

    /// A project as the answer to a change shows it; its name stays sealed.
    record ChangedProject(OrganizationId orgId, TeamId teamId, ProjectId id, ScopeState state) {}

    @PatchMapping("/admin/organizations/{orgId}")
    @RequiresPermission(Permission.ADMIN_WRITE)
    ResponseEntity<ChangedOrganization> change(@PathVariable String orgId, AdminRequest request) {
        Fields fields = request.fields();
        request.optionalName("name");
        String zone = fields.optional("timeZone", OrganizationController.ZONE);
        String content = fields.optional("content", OrganizationController.CONTENT);
        fields.unchangeable("id");
        List<Part> parts = request.finish();
        OrganizationView view =
                ask(
                        request,
                        new ChangeOrganization(
                                organization(orgId),
                                zone,
                                content == null ? null : OrganizationController.content(content),
                                parts));
        return commands.ok(request, ChangedOrganization.of(view));
    }

    @DeleteMapping("/admin/organizations/{orgId}")
    @RequiresPermission(Permission.ADMIN_WRITE)
    ResponseEntity<ChangedOrganization> archive(@PathVariable String orgId, AdminRequest request) {
        List<Part> parts = request.finish();
        OrganizationView view =
                ask(request, new ArchiveScope(organization(orgId), null, null, parts));
        return commands.ok(request, ChangedOrganization.of(view));
    }

    @PatchMapping("/admin/teams/{orgId}/{teamId}")
    @RequiresPermission(Permission.ADMIN_WRITE)
    ResponseEntity<ChangedTeam> changeTeam(
            @PathVariable String orgId, @PathVariable String teamId, AdminRequest request) {
        List<Part> parts = renaming(request);
        RenameScope rename = new RenameScope(organization(orgId), team(teamId), null, parts);
        ask(request, rename);
        return commands.ok(
                request, new ChangedTeam(rename.organization(), rename.team(), ScopeState.ACTIVE));
    }

    @DeleteMapping("/admin/teams/{orgId}/{teamId}")
    @RequiresPermission(Permission.ADMIN_WRITE)
    ResponseEntity<ChangedTeam> archiveTeam(
            @PathVariable String orgId, @PathVariable String teamId, AdminRequest request) {
        List<Part> parts = request.finish();
        OrganizationId organization = organization(orgId);
        TeamId team = team(teamId);
        ask(request, new ArchiveScope(organization, team, null, parts));
        return commands.ok(request, new ChangedTeam(organization, team, ScopeState.ARCHIVED));
    }

    @PatchMapping("/admin/projects/{orgId}/{teamId}/{projectId}")
    @RequiresPermission(Permission.ADMIN_WRITE)
    ResponseEntity<ChangedProject> changeProject(
            @PathVariable String orgId,
            @PathVariable String teamId,
            @PathVariable String projectId,
            AdminRequest request) {
        List<Part> parts = renaming(request);
        OrganizationId organization = organization(orgId);
        TeamId team = team(teamId);
        ProjectId project = project(projectId);
        ask(request, new RenameScope(organization, team, project, parts));
        return commands.ok(
                request, new ChangedProject(organization, team, project, ScopeState.ACTIVE));
    }

    @DeleteMapping("/admin/projects/{orgId}/{teamId}/{projectId}")
    @RequiresPermission(Permission.ADMIN_WRITE)
    ResponseEntity<ChangedProject> archiveProject(
            @PathVariable String orgId,
            @PathVariable String teamId,
            @PathVariable String projectId,
            AdminRequest request) {
        List<Part> parts = request.finish();
        OrganizationId organization = organization(orgId);
        TeamId team = team(teamId);
        ProjectId project = project(projectId);
        ask(request, new ArchiveScope(organization, team, project, parts));
        return commands.ok(
                request, new ChangedProject(organization, team, project, ScopeState.ARCHIVED));
    }

    private OrganizationView ask(AdminRequest request, Object command) {
        return commands.ask(request, OrganizationView.class, command);
    }

    private static List<Part> renaming(AdminRequest request) {
        request.optionalName("name");
        request.fields().unchangeable("id", "orgId", "teamId");
        return request.finish();
    }

    private static OrganizationId organization(String id) {
        return new OrganizationId(slug("orgId", id));
    }

    private static TeamId team(String id) {
        return new TeamId(slug("teamId", id));
    }

    private static ProjectId project(String id) {
        return new ProjectId(slug("projectId", id));
    }

    private static String slug(String name, String id) {
        if (!Slug.isValid(id)) {
            throw Refusals.notFound(name);
        }
        return id;
    }
}
