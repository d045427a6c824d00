package io.affidavit.bench.race;

import io.affidavit.bench.edge.AdminClient;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// A chain of four scopes with a key at its end, and the provider that it calls.
///
/// @param keyId the key's id
/// @param key the key
record Tenant(String keyId, String key) {

    static final String ALIAS = "gated";
    static final long OUTPUT_TOKENS = 40;

    /// What every call says.
    static final String BODY =
            "{\"model\":\"%s\",\"max_tokens\":%d,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"
                    .formatted(ALIAS, OUTPUT_TOKENS);

    /// What the gateway counts its prompt to be (`o200k_base_135_or_utf8_bytes_div3/1`), so that
    /// holds are what is used in the end.
    static final long INPUT_TOKENS = 9;

    /// So much that nothing is ever refused by it.
    private static final String PLENTY = "1000000000";

    private static final String NAME = "race";
    private static final long NANO_USD_INPUT = 1_000;
    private static final long NANO_USD_OUTPUT = 2_000;
    private static final long NANO_USD_REQUEST = 1_000_000;

    /// What a call uses of a unit.
    ///
    /// @param unit as in the API of limits
    static BigDecimal uses(String unit) {
        return switch (unit) {
            case "requests", "parallel" -> BigDecimal.ONE;
            case "tokens" -> BigDecimal.valueOf(INPUT_TOKENS + OUTPUT_TOKENS);
            case "usd" ->
                    BigDecimal.valueOf(
                            INPUT_TOKENS * NANO_USD_INPUT
                                    + OUTPUT_TOKENS * NANO_USD_OUTPUT
                                    + NANO_USD_REQUEST,
                            9);
            default -> throw new IllegalArgumentException(unit);
        };
    }

    /// Registers everything.
    static Tenant make(AdminClient admin, String providerUrl)
            throws IOException, InterruptedException {
        admin.post("/admin/organizations", Map.of("id", NAME, "name", "Race"));
        admin.post("/admin/teams", Map.of("orgId", NAME, "id", NAME, "name", "Race"));
        admin.post(
                "/admin/projects",
                Map.of("orgId", NAME, "teamId", NAME, "id", NAME, "name", "Race"));
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
        admin.post(
                "/admin/deployments",
                Map.of(
                        "alias",
                        ALIAS,
                        "provider",
                        NAME,
                        "upstreamModel",
                        ALIAS,
                        "price",
                        Map.of(
                                "inputPerMillionUsd",
                                perMillion(NANO_USD_INPUT),
                                "outputPerMillionUsd",
                                perMillion(NANO_USD_OUTPUT),
                                "perRequestUsd",
                                BigDecimal.valueOf(NANO_USD_REQUEST, 9).toPlainString())));
        JsonNode key =
                admin.post("/admin/keys", Map.of("orgId", NAME, "teamId", NAME, "projectId", NAME));
        Tenant tenant = new Tenant(key.get("id").asString(), key.get("key").asString());
        tenant.meter(admin);
        return tenant;
    }

    /// Has every gateway count prompts from the beginning: what is held by a limit that a catalogue
    /// does not show yet goes by the bytes.
    private void meter(AdminClient admin) throws IOException, InterruptedException {
        admin.put(
                "/admin/limits",
                Map.of(
                        "scope",
                        Map.of("kind", "key", "id", keyId),
                        "unit",
                        "tokens",
                        "window",
                        "month",
                        "amount",
                        PLENTY,
                        "hard",
                        false));
    }

    private static String perMillion(long nanoUsd) {
        return BigDecimal.valueOf(nanoUsd * 1_000_000, 9).toPlainString();
    }

    /// The scopes of a call, the widest first.
    List<Map<String, Object>> scopes() {
        List<Map<String, Object>> scopes = new ArrayList<>();
        scopes.add(Map.of("kind", "organization", "id", NAME));
        scopes.add(Map.of("kind", "team", "id", NAME + "/" + NAME));
        scopes.add(Map.of("kind", "project", "id", NAME + "/" + NAME + "/" + NAME));
        scopes.add(Map.of("kind", "key", "id", keyId));
        return scopes;
    }
}
