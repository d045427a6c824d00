package io.affidavit.edge.catalog;

import io.affidavit.schemas.call.CatalogPage;
import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.DeploymentId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Deployments and routes, and what follows from both: who answers an alias.
///
/// @param deployments all in service
/// @param routes all that were defined or removed
/// @param byAlias the deployments of each routed alias by order, then id; aliases by name
record Routing(
        Map<DeploymentId, CatalogPage.Deployment> deployments,
        Map<Alias, CatalogPage.Route> routes,
        Map<String, List<CatalogPage.Deployment>> byAlias) {

    static final Routing EMPTY = new Routing(Map.of(), Map.of(), Map.of());

    private static final Comparator<CatalogPage.Deployment> BY_ORDER =
            Comparator.comparingInt(CatalogPage.Deployment::order)
                    .thenComparing(deployment -> deployment.id().value());

    static Routing of(
            Map<DeploymentId, CatalogPage.Deployment> deployments,
            Map<Alias, CatalogPage.Route> routes) {
        Map<String, List<CatalogPage.Deployment>> byAlias = new TreeMap<>();
        deployments.values().stream()
                .filter(deployment -> isRouted(routes.get(deployment.alias())))
                .sorted(BY_ORDER)
                .forEach(deployment -> answering(byAlias, deployment).add(deployment));
        byAlias.replaceAll((_, list) -> List.copyOf(list));
        return new Routing(deployments, routes, byAlias);
    }

    Routing with(List<CatalogPage.Deployment> more, List<CatalogPage.Route> moreRoutes) {
        Map<DeploymentId, CatalogPage.Deployment> copy = new HashMap<>(deployments);
        more.forEach(deployment -> copy.put(deployment.id(), deployment));
        Map<Alias, CatalogPage.Route> routesCopy = new HashMap<>(routes);
        moreRoutes.forEach(route -> routesCopy.put(route.alias(), route));
        return of(copy, routesCopy);
    }

    Routing with(CatalogPage.Deployment deployment) {
        Map<DeploymentId, CatalogPage.Deployment> copy = new HashMap<>(deployments);
        copy.put(deployment.id(), deployment);
        return of(copy, routes);
    }

    Routing without(DeploymentId deployment) {
        Map<DeploymentId, CatalogPage.Deployment> copy = new HashMap<>(deployments);
        copy.remove(deployment);
        return of(copy, routes);
    }

    Routing with(CatalogPage.Route route) {
        Map<Alias, CatalogPage.Route> copy = new HashMap<>(routes);
        copy.put(route.alias(), route);
        return of(deployments, copy);
    }

    private static List<CatalogPage.Deployment> answering(
            Map<String, List<CatalogPage.Deployment>> byAlias, CatalogPage.Deployment deployment) {
        return byAlias.computeIfAbsent(deployment.alias().value(), _ -> new ArrayList<>());
    }

    private static boolean isRouted(CatalogPage.@Nullable Route route) {
        return route == null || !route.removed();
    }
}
