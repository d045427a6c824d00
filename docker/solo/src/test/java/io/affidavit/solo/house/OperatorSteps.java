package io.affidavit.solo.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Map;

/// What an operator types on a fresh installation.
final class OperatorSteps {

    /// Lets providers on this machine be registered.
    static final Map<String, String> LOCAL_PROVIDERS =
            Map.of("AFFIDAVIT_UPSTREAM_ALLOWEDADDRESSES", "127.0.0.0/8,::1/128");

    private final Http control;

    OperatorSteps(Gateway gateway) {
        this.control = new Http(gateway.controlUrl(), gateway.operatorToken());
    }

    /// The contract's sequence with an OpenAI-compatible provider behind alias `fast`.
    ///
    /// @return a key of team `platform`
    String provideFast(String baseUrl) {
        create("/admin/organizations", "{\"id\":\"acme\",\"name\":\"Acme\"}");
        create("/admin/teams", "{\"orgId\":\"acme\",\"id\":\"platform\",\"name\":\"Platform\"}");
        create(
                "/admin/providers",
                "{\"name\":\"openai-prod\",\"protocol\":\"openai\",\"credential\":\"sk-secret\","
                        + "\"baseUrl\":\""
                        + baseUrl
                        + "\"}");
        create(
                "/admin/deployments",
                "{\"alias\":\"fast\",\"provider\":\"openai-prod\","
                        + "\"upstreamModel\":\"gpt-4.1-mini\"}");
        return Http.json(
                        create(
                                "/admin/keys",
                                "{\"orgId\":\"acme\",\"teamId\":\"platform\","
                                        + "\"expiresAt\":\"2099-07-22T00:00:00Z\"}"))
                .path("key")
                .asString();
    }

    HttpResponse<String> create(String path, String json) {
        HttpResponse<String> answer = control.post(path, json);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        assertThat(answer.headers().firstValue("x-affidavit-visible")).isEmpty();
        return answer;
    }
}
