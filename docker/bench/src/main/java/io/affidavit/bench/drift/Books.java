package io.affidavit.bench.drift;

import io.affidavit.bench.edge.AdminClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// What is registered before the load: a chain of scopes with two keys, an alias with two
/// deployments of different price, and limits of every unit and kind of window on all of them.
final class Books {

    static final String ALIAS = "mixed";
    static final String ORGANIZATION = "drift";

    private static final String NAME = "drift";
    private static final Map<String, Object> OF_ORGANIZATION =
            Map.of("kind", "organization", "id", NAME);
    private static final Map<String, Object> OF_TEAM =
            Map.of("kind", "team", "id", NAME + "/" + NAME);
    private static final Map<String, Object> OF_PROJECT =
            Map.of("kind", "project", "id", NAME + "/" + NAME + "/" + NAME);
    private static final Map<String, Object> OF_ALIAS = Map.of("kind", "alias", "id", ALIAS);

    private Books() {}

    /// Registers everything.
    ///
    /// @param tight parallel calls that the first key may make, so that some are refused
    /// @return the keys
    static List<String> make(AdminClient admin, String providerUrl, int tight)
            throws IOException, InterruptedException {
        admin.post("/admin/organizations", Map.of("id", NAME, "name", "Drift"));
        admin.post("/admin/teams", Map.of("orgId", NAME, "id", NAME, "name", "Drift"));
        admin.post(
                "/admin/projects",
                Map.of("orgId", NAME, "teamId", NAME, "id", NAME, "name", "Drift"));
        admin.post(
                "/admin/providers",
                Map.of(
                        "name",
                        NAME,
                        "protocol",
                        "openai",
                        "baseUrl",
                        providerUrl,
                        "credential",
                        "sk-upstream"));
        deploy(admin, "dear", 0);
        deploy(admin, "cheap", 1);
        admin.post(
                "/admin/routes",
                Map.of("alias", ALIAS, "retry", Map.of("backoffMillis", 2, "backoffMaxMillis", 5)));
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            JsonNode key =
                    admin.post(
                            "/admin/keys",
                            Map.of("orgId", NAME, "teamId", NAME, "projectId", NAME));
            keys.add(key.get("key").asString());
            Map<String, Object> scope = Map.of("kind", "key", "id", key.get("id").asString());
            limit(admin, scope, "usd", "total", "1000000");
            limit(admin, scope, "requests", "minute", "1000000");
            if (i == 0) {
                limit(admin, scope, "parallel", "total", Integer.toString(tight));
            }
        }
        limit(admin, OF_ORGANIZATION, "usd", "month", "1000000");
        limit(admin, OF_ORGANIZATION, "requests", "total", "100000000");
        limit(admin, OF_TEAM, "tokens", "day", "100000000000");
        limit(admin, OF_PROJECT, "inputTokens", "hour", "100000000000");
        limit(admin, OF_PROJECT, "outputTokens", "total", "100000000000");
        setAgain(admin);
        return keys;
    }

    private static void deploy(AdminClient admin, String model, int order)
            throws IOException, InterruptedException {
        admin.post(
                "/admin/deployments",
                Map.of(
                        "alias",
                        ALIAS,
                        "provider",
                        NAME,
                        "upstreamModel",
                        model,
                        "order",
                        order,
                        "price",
                        Charge.PRICES.getOrDefault(model, Map.of())));
    }

    private static String limit(
            AdminClient admin, Map<String, Object> scope, String unit, String window, String amount)
            throws IOException, InterruptedException {
        return admin.put(
                        "/admin/limits",
                        Map.of("scope", scope, "unit", unit, "window", window, "amount", amount))
                .get("id")
                .asString();
    }

    /// Sets a limit on the alias that comes and goes while calls are made.
    ///
    /// @return its id
    static String setAgain(AdminClient admin) throws IOException, InterruptedException {
        return limit(admin, OF_ALIAS, "tokens", "total", "100000000000");
    }
}
