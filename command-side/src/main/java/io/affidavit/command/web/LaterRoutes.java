package io.affidavit.command.web;

import java.util.List;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/// Routes of later editions at addresses that already answer to other methods. Today they do not
/// exist, so they are not found, rather than refused for their method.
final class LaterRoutes {

    private record Later(String method, PathPattern pattern) {}

    private static final List<Later> ALL =
            List.of(
                    later("PATCH", "/admin/organizations/{orgId}"),
                    later("DELETE", "/admin/organizations/{orgId}"),
                    later("PATCH", "/admin/teams/{orgId}/{teamId}"),
                    later("DELETE", "/admin/teams/{orgId}/{teamId}"),
                    later("PATCH", "/admin/projects/{orgId}/{teamId}/{projectId}"),
                    later("DELETE", "/admin/projects/{orgId}/{teamId}/{projectId}"));

    private LaterRoutes() {}

    static boolean contains(String method, String path) {
        PathContainer parsed = PathContainer.parsePath(path);
        return ALL.stream()
                .anyMatch(
                        later -> later.method().equals(method) && later.pattern().matches(parsed));
    }

    private static Later later(String method, String pattern) {
        return new Later(method, PathPatternParser.defaultInstance.parse(pattern));
    }
}
