package io.affidavit.command.access;

import io.affidavit.command.web.AdminCommands;
import io.affidavit.command.web.AdminRequest;
import io.affidavit.command.web.Fields;
import io.affidavit.command.web.Form;
import io.affidavit.command.web.Forms;
import io.affidavit.schemas.access.AccessCommand.RegisterOrganization;
import io.affidavit.schemas.access.AccessCommand.RegisterProject;
import io.affidavit.schemas.access.AccessCommand.RegisterTeam;
import io.affidavit.schemas.access.ContentMode;
import io.affidavit.schemas.access.Permission;
import io.affidavit.schemas.access.RequiresPermission;
import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.ProjectId;
import io.affidavit.schemas.value.TeamId;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/// `POST /admin/organizations`, `/admin/teams`, `/admin/projects`.
@RestController
class OrganizationController {

    static final Form ZONE =
            Form.of(
                    ZoneId.getAvailableZoneIds()::contains,
                    "an IANA time zone such as Europe/Berlin");
    static final Form CONTENT = Form.oneOf(List.of("commit", "seal"));

    private final AdminCommands commands;

    OrganizationController(AdminCommands commands) {
        this.commands = commands;
    }

    /// An organization as the API shows it.
    record Organization(OrganizationId id, String name, String timeZone, ContentMode content) {}

    /// A team as the API shows it.
    record Team(OrganizationId orgId, TeamId id, String name) {}

    /// A project as the API shows it.
    record Project(OrganizationId orgId, TeamId teamId, ProjectId id, String name) {}

    @PostMapping("/admin/organizations")
    @RequiresPermission(Permission.ADMIN_WRITE)
    ResponseEntity<Organization> registerOrganization(AdminRequest request) {
        Fields fields = request.fields();
        String id = fields.required("id", Forms.ID);
        String name = request.requiredName("name");
        String zone = fields.optional("timeZone", ZONE);
        ContentMode content = content(fields);
        List<Part> parts = request.finish();
        Organization body =
                new Organization(
                        new OrganizationId(id), name, zone == null ? "UTC" : zone, content);
        commands.send(
                request,
                new RegisterOrganization(
                        body.id(), body.timeZone(), content, request.idempotency(), parts));
        return commands.created(request, body);
    }

    @PostMapping("/admin/teams")
    @RequiresPermission(Permission.ADMIN_WRITE)
    ResponseEntity<Team> registerTeam(AdminRequest request) {
        Fields fields = request.fields();
        String organization = fields.required("orgId", Forms.ID);
        String id = fields.required("id", Forms.ID);
        String name = request.requiredName("name");
        List<Part> parts = request.finish();
        Team body = new Team(new OrganizationId(organization), new TeamId(id), name);
        commands.send(
                request, new RegisterTeam(body.orgId(), body.id(), request.idempotency(), parts));
        return commands.created(request, body);
    }

    @PostMapping("/admin/projects")
    @RequiresPermission(Permission.ADMIN_WRITE)
    ResponseEntity<Project> registerProject(AdminRequest request) {
        Fields fields = request.fields();
        String organization = fields.required("orgId", Forms.ID);
        String team = fields.required("teamId", Forms.ID);
        String id = fields.required("id", Forms.ID);
        String name = request.requiredName("name");
        List<Part> parts = request.finish();
        Project body =
                new Project(
                        new OrganizationId(organization),
                        new TeamId(team),
                        new ProjectId(id),
                        name);
        commands.send(
                request,
                new RegisterProject(
                        body.orgId(), body.teamId(), body.id(), request.idempotency(), parts));
        return commands.created(request, body);
    }

    private static ContentMode content(Fields fields) {
        @Nullable String code = fields.optional("content", CONTENT);
        return code == null ? ContentMode.COMMIT : content(code);
    }

    /// The mode that a code of the form [#CONTENT] says.
    static ContentMode content(String code) {
        return code.equals("seal") ? ContentMode.SEAL : ContentMode.COMMIT;
    }
}
