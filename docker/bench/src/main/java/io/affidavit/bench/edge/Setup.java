package io.affidavit.bench.edge;

import java.io.IOException;
import java.util.Map;

/// What a gateway needs before it can carry calls to the mock.
///
/// @param keyId the virtual key's id
/// @param key the virtual key
public record Setup(String keyId, String key) {

    /// The model that calls name.
    public static final String ALIAS = "mock";

    private static final String NAME = "bench";

    /// The same for a mock of OpenAI's protocol.
    public static Setup make(AdminClient admin, String upstream)
            throws IOException, InterruptedException {
        return make(admin, "openai", upstream);
    }

    /// Registers organization, provider, deployment and key.
    ///
    /// @param protocol the mock's
    /// @param upstream the mock's base URL, with `/v1`
    public static Setup make(AdminClient admin, String protocol, String upstream)
            throws IOException, InterruptedException {
        admin.post("/admin/organizations", Map.of("id", NAME, "name", "Benchmark"));
        admin.post(
                "/admin/providers",
                Map.of(
                        "name",
                        NAME,
                        "protocol",
                        protocol,
                        "baseUrl",
                        upstream,
                        "credential",
                        "sk-upstream"));
        admin.post(
                "/admin/deployments",
                Map.of("alias", ALIAS, "provider", NAME, "upstreamModel", "mock"));
        var key = admin.post("/admin/keys", Map.of("orgId", NAME, "name", "Benchmark"));
        return new Setup(key.get("id").asString(), key.get("key").asString());
    }
}
