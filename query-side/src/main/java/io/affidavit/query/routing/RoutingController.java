package io.affidavit.query.routing;

import io.affidavit.query.evidence.RouteHistory;
import io.affidavit.query.routing.RoutingReader.ProviderView;
import io.affidavit.query.web.Cursor;
import io.affidavit.query.web.Page;
import io.affidavit.query.web.Problem;
import io.affidavit.query.web.Span;
import io.affidavit.schemas.access.Permission;
import io.affidavit.schemas.access.RequiresPermission;
import io.affidavit.schemas.access.Within;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Shows providers, deployments and routes.
@RestController
public final class RoutingController {

    private final RoutingReader reader;
    private final RouteHistory history;

    /// Shows what this reader finds, and what routes were before.
    public RoutingController(RoutingReader reader, RouteHistory history) {
        this.reader = reader;
        this.history = history;
    }

    @GetMapping("/admin/providers")
    @RequiresPermission(Permission.ADMIN_READ)
    Page<ProviderView> providers(
            @RequestParam(defaultValue = "100") @Within(min = 1, max = Page.LIMIT_MAX) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        String after = Cursor.read(cursor, 1).getFirst();
        return Page.of(reader.providers(after, limit), limit, row -> List.of(row.name()));
    }

    @GetMapping("/admin/providers/{name}")
    @RequiresPermission(Permission.ADMIN_READ)
    ProviderView provider(@PathVariable String name) {
        return reader.provider(name).orElseThrow(() -> Problem.notFound("provider"));
    }

    @GetMapping("/admin/deployments")
    @RequiresPermission(Permission.ADMIN_READ)
    Page<DeploymentView> deployments(
            @RequestParam(defaultValue = "100") @Within(min = 1, max = Page.LIMIT_MAX) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        String after = Cursor.read(cursor, 1).getFirst();
        return Page.of(reader.deployments(after, limit), limit, row -> List.of(row.id()));
    }

    @GetMapping("/admin/deployments/{deploymentId}")
    @RequiresPermission(Permission.ADMIN_READ)
    DeploymentView deployment(@PathVariable String deploymentId) {
        return reader.deployment(deploymentId).orElseThrow(() -> Problem.notFound("deployment"));
    }

    @GetMapping("/admin/routes")
    @RequiresPermission(Permission.ADMIN_READ)
    Page<RouteView> routes(
            @RequestParam(defaultValue = "100") @Within(min = 1, max = Page.LIMIT_MAX) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        String after = Cursor.read(cursor, 1).getFirst();
        return Page.of(reader.routes(after, limit), limit, row -> List.of(row.alias()));
    }

    /// An alias may hold slashes, so it takes the rest of the path.
    @GetMapping("/admin/routes/{*alias}")
    @RequiresPermission(Permission.ADMIN_READ)
    RouteView route(
            @PathVariable String alias, @RequestParam(required = false) @Nullable String asOf) {
        if (alias.isEmpty()) {
            throw Problem.notFound("route");
        }
        String id = alias.substring(1);
        Optional<RouteView> route =
                asOf == null
                        ? reader.route(id)
                        : history.asOf(id, Span.instant("asOf", asOf)).map(RouteView::of);
        return route.orElseThrow(() -> Problem.notFound("route"));
    }
}
