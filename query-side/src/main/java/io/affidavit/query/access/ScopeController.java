package io.affidavit.query.access;

import io.affidavit.query.access.AccessViews.OrganizationView;
import io.affidavit.query.access.AccessViews.ProjectView;
import io.affidavit.query.access.AccessViews.TeamView;
import io.affidavit.query.evidence.ScopeHistory;
import io.affidavit.query.evidence.ScopeHistory.ScopeThen;
import io.affidavit.query.web.Cursor;
import io.affidavit.query.web.Page;
import io.affidavit.query.web.Problem;
import io.affidavit.query.web.Span;
import io.affidavit.schemas.access.Administrator;
import io.affidavit.schemas.access.Permission;
import io.affidavit.schemas.access.RequiresPermission;
import io.affidavit.schemas.access.ScopeState;
import io.affidavit.schemas.access.Within;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Shows organizations, teams and projects.
@RestController
public final class ScopeController {

    private final AccessReader reader;
    private final ScopeHistory history;

    /// Shows what this reader finds, and what scopes were before. Texts that are sealed are only
    /// known as they are now: one that was written anew since is not shown.
    public ScopeController(AccessReader reader, ScopeHistory history) {
        this.reader = reader;
        this.history = history;
    }

    @GetMapping("/admin/organizations")
    @RequiresPermission(Permission.SCOPE_READ)
    Page<OrganizationView> organizations(
            Administrator asking,
            @RequestParam(defaultValue = "100") @Within(min = 1, max = Page.LIMIT_MAX) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        String after = Cursor.read(cursor, 1).getFirst();
        return Page.of(
                reader.organizations(after, limit, asking.reach()),
                limit,
                row -> List.of(row.id()));
    }

    @GetMapping("/admin/organizations/{orgId}")
    @RequiresPermission(Permission.SCOPE_READ)
    OrganizationView organization(
            Administrator asking,
            @PathVariable String orgId,
            @RequestParam(required = false) @Nullable String asOf) {
        OrganizationView now =
                reader.organization(orgId, asking.reach())
                        .orElseThrow(() -> Problem.notFound("organization"));
        return asOf == null
                ? now
                : then(asOf, orgId)
                        .map(then ->
                                new OrganizationView(
                                        now.id(),
                                        then.renamed() ? null : now.name(),
                                        then.timeZone(),
                                        then.content().code(),
                                        ScopeState.of(then.archived()).code()))
                        .orElseThrow(() -> Problem.notFound("organization"));
    }

    private Optional<ScopeThen> then(String asOf, String... path) {
        return history.asOf(List.of(path), Span.instant("asOf", asOf));
    }

    @GetMapping("/admin/teams")
    @RequiresPermission(Permission.SCOPE_READ)
    Page<TeamView> teams(
            Administrator asking,
            @RequestParam(defaultValue = "100") @Within(min = 1, max = Page.LIMIT_MAX) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        List<String> after = Cursor.read(cursor, 2);
        return Page.of(
                reader.teams(after, limit, asking.reach()),
                limit,
                row -> List.of(row.orgId(), row.id()));
    }

    @GetMapping("/admin/teams/{orgId}/{teamId}")
    @RequiresPermission(Permission.SCOPE_READ)
    TeamView team(
            Administrator asking,
            @PathVariable String orgId,
            @PathVariable String teamId,
            @RequestParam(required = false) @Nullable String asOf) {
        TeamView now =
                reader.team(orgId, teamId, asking.reach())
                        .orElseThrow(() -> Problem.notFound("team"));
        return asOf == null
                ? now
                : then(asOf, orgId, teamId)
                        .map(then ->
                                new TeamView(
                                        orgId,
                                        teamId,
                                        then.renamed() ? null : now.name(),
                                        ScopeState.of(then.archived()).code()))
                        .orElseThrow(() -> Problem.notFound("team"));
    }

    @GetMapping("/admin/projects")
    @RequiresPermission(Permission.SCOPE_READ)
    Page<ProjectView> projects(
            Administrator asking,
            @RequestParam(defaultValue = "100") @Within(min = 1, max = Page.LIMIT_MAX) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        return Page.of(
                reader.projects(Cursor.read(cursor, 3), limit, asking.reach()),
                limit,
                row -> List.of(row.orgId(), row.teamId(), row.id()));
    }

    @GetMapping("/admin/projects/{orgId}/{teamId}/{projectId}")
    @RequiresPermission(Permission.SCOPE_READ)
    ProjectView project(
            Administrator asking,
            @PathVariable String orgId,
            @PathVariable String teamId,
            @PathVariable String projectId,
            @RequestParam(required = false) @Nullable String asOf) {
        ProjectView now =
                reader.project(List.of(orgId, teamId, projectId), asking.reach())
                        .orElseThrow(() -> Problem.notFound("project"));
        return asOf == null
                ? now
                : then(asOf, orgId, teamId, projectId)
                        .map(then ->
                                new ProjectView(
                                        orgId,
                                        teamId,
                                        projectId,
                                        then.renamed() ? null : now.name(),
                                        ScopeState.of(then.archived()).code()))
                        .orElseThrow(() -> Problem.notFound("project"));
    }
}
