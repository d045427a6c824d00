package io.affidavit.bench.edge;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// One key without any limit, and some of organizations with eight limits on the chain of each,
/// none of which is ever used up.
///
/// @param free a key of an organization without limits
/// @param limited keys of organizations with limits
record LimitedTenants(String free, List<String> limited) {

    /// No two of them look alike: names that people could take for one another are refused.
    private static final String LETTERS = "abcdefghkmnpqrtuvwxy";

    static final String ALIAS = "priced";

    private static final String PROVIDER = "bench";
    private static final String PLENTY = "100000000000";
    private static final String USD = "1000000";

    LimitedTenants {
        limited = List.copyOf(limited);
    }

    String limited(int number) {
        return limited.get(number);
    }

    /// Registers everything.
    ///
    /// @param upstream the mock's base URL, with `/v1`
    static LimitedTenants make(AdminClient admin, String upstream, int organizations)
            throws IOException, InterruptedException {
        admin.post(
                "/admin/providers",
                Map.of(
                        "name",
                        PROVIDER,
                        "protocol",
                        "openai",
                        "baseUrl",
                        upstream,
                        "credential",
                        "sk-upstream"));
        admin.post(
                "/admin/deployments",
                Map.of(
                        "alias",
                        ALIAS,
                        "provider",
                        PROVIDER,
                        "upstreamModel",
                        "mock",
                        "price",
                        Map.of("inputPerMillionUsd", "1", "outputPerMillionUsd", "2")));
        String free = chain(admin, "free").get("key").asString();
        List<String> limited = new ArrayList<>();
        for (int i = 0; i < organizations; i++) {
            String organization = "limited-" + LETTERS.charAt(i);
            JsonNode key = chain(admin, organization);
            limit(admin, organization, key.get("id").asString());
            limited.add(key.get("key").asString());
        }
        return new LimitedTenants(free, limited);
    }

    private static JsonNode chain(AdminClient admin, String organization)
            throws IOException, InterruptedException {
        admin.post("/admin/organizations", Map.of("id", organization, "name", organization));
        admin.post(
                "/admin/teams",
                Map.of("orgId", organization, "id", "platform", "name", "Platform"));
        admin.post(
                "/admin/projects",
                Map.of("orgId", organization, "teamId", "platform", "id", "bot", "name", "Bot"));
        return admin.post(
                "/admin/keys",
                Map.of("orgId", organization, "teamId", "platform", "projectId", "bot"));
    }

    private static void limit(AdminClient admin, String organization, String key)
            throws IOException, InterruptedException {
        String team = organization + "/platform";
        limit(admin, "organization", organization, "usd", "month", USD);
        limit(admin, "organization", organization, "requests", "total", PLENTY);
        limit(admin, "team", team, "tokens", "day", PLENTY);
        limit(admin, "team", team, "usd", "total", USD);
        limit(admin, "project", team + "/bot", "inputTokens", "hour", PLENTY);
        limit(admin, "project", team + "/bot", "outputTokens", "week", PLENTY);
        limit(admin, "key", key, "requests", "minute", PLENTY);
        limit(admin, "key", key, "parallel", "total", PLENTY);
    }

    private static void limit(
            AdminClient admin, String kind, String id, String unit, String window, String amount)
            throws IOException, InterruptedException {
        admin.put(
                "/admin/limits",
                Map.of(
                        "scope",
                        Map.of("kind", kind, "id", id),
                        "unit",
                        unit,
                        "window",
                        window,
                        "amount",
                        amount));
    }
}
