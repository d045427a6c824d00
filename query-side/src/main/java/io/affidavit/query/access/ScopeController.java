package io.affidavit.query.access;

import io.affidavit.query.access.AccessViews.OrganizationView;
import io.affidavit.query.access.AccessViews.ProjectView;
import io.affidavit.query.access.AccessViews.TeamView;
import io.affidavit.query.web.Cursor;
import io.affidavit.query.web.Page;
import io.affidavit.query.web.Problem;
import io.affidavit.schemas.access.Permission;
import io.affidavit.schemas.access.RequiresPermission;
import io.affidavit.schemas.access.Within;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Shows organizations, teams and projects.
@RestController
public final class ScopeController {

    private final AccessReader reader;

    /// Shows what this reader finds.
    public ScopeController(AccessReader reader) {
        this.reader = reader;
    }

    @GetMapping("/admin/organizations")
    @RequiresPermission(Permission.ADMIN_READ)
    Page<OrganizationView> organizations(
            @RequestParam(defaultValue = "100") @Within(min = 1, max = Page.LIMIT_MAX) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        String after = Cursor.read(cursor, 1).getFirst();
        return Page.of(reader.organizations(after, limit), limit, row -> List.of(row.id()));
    }

    @GetMapping("/admin/organizations/{orgId}")
    @RequiresPermission(Permission.ADMIN_READ)
    OrganizationView organization(@PathVariable String orgId) {
        return reader.organization(orgId).orElseThrow(() -> Problem.notFound("organization"));
    }

    @GetMapping("/admin/teams")
    @RequiresPermission(Permission.ADMIN_READ)
    Page<TeamView> teams(
            @RequestParam(defaultValue = "100") @Within(min = 1, max = Page.LIMIT_MAX) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        List<String> after = Cursor.read(cursor, 2);
        return Page.of(
                reader.teams(after.get(0), after.get(1), limit),
                limit,
                row -> List.of(row.orgId(), row.id()));
    }

    @GetMapping("/admin/teams/{orgId}/{teamId}")
    @RequiresPermission(Permission.ADMIN_READ)
    TeamView team(@PathVariable String orgId, @PathVariable String teamId) {
        return reader.team(orgId, teamId).orElseThrow(() -> Problem.notFound("team"));
    }

    @GetMapping("/admin/projects")
    @RequiresPermission(Permission.ADMIN_READ)
    Page<ProjectView> projects(
            @RequestParam(defaultValue = "100") @Within(min = 1, max = Page.LIMIT_MAX) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        return Page.of(
                reader.projects(Cursor.read(cursor, 3), limit),
                limit,
                row -> List.of(row.orgId(), row.teamId(), row.id()));
    }

    @GetMapping("/admin/projects/{orgId}/{teamId}/{projectId}")
    @RequiresPermission(Permission.ADMIN_READ)
    ProjectView project(
            @PathVariable String orgId,
            @PathVariable String teamId,
            @PathVariable String projectId) {
        return reader.project(orgId, teamId, projectId)
                .orElseThrow(() -> Problem.notFound("project"));
    }
}
