package io.affidavit.command.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.command.web.AdminClient.Answer;
import io.affidavit.schemas.access.VirtualKeyFormat;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The admin API as an operator meets it: real HTTP, real PostgreSQL.
@ExtendWith(RunningRoom.class)
class AdminApiTest {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final AdminClient admin;

    AdminApiTest(AdminClient admin) {
        this.admin = admin;
    }

    @Test
    void servesTheSequenceOfTheContract() {
        Answer organization =
                admin.post("/admin/organizations", "{\"id\":\"acme\",\"name\":\"Acme\"}");
        assertThat(organization.status()).as(organization.text()).isEqualTo(201);
        assertThat(organization.text())
                .isEqualTo(
                        "{\"id\":\"acme\",\"name\":\"Acme\",\"timeZone\":\"UTC\",\"content\":\"commit\"}");

        Answer team =
                admin.post(
                        "/admin/teams",
                        "{\"orgId\":\"acme\",\"id\":\"platform\",\"name\":\"Platform\"}");
        assertThat(team.status()).isEqualTo(201);
        assertThat(team.text())
                .isEqualTo("{\"orgId\":\"acme\",\"id\":\"platform\",\"name\":\"Platform\"}");

        Answer provider =
                admin.post(
                        "/admin/providers",
                        "{\"name\":\"openai-prod\",\"protocol\":\"openai\",\"credential\":\"sk-1\"}");
        assertThat(provider.status()).as(provider.text()).isEqualTo(201);
        assertThat(provider.text())
                .isEqualTo(
                        "{\"name\":\"openai-prod\",\"protocol\":\"openai\","
                                + "\"baseUrl\":\"https://api.openai.com/v1\",\"orgId\":null,"
                                + "\"credentialVersion\":1}");

        Answer deployment =
                admin.post(
                        "/admin/deployments",
                        "{\"alias\":\"fast\",\"provider\":\"openai-prod\",\"upstreamModel\":\"gpt-5\"}");
        assertThat(deployment.status()).as(deployment.text()).isEqualTo(201);
        assertThat(deployment.member("id")).matches("dep_[0-9A-Za-z]{16}");
        assertThat(deployment.member("order")).isEqualTo("0");

        Answer key =
                admin.post(
                        "/admin/keys",
                        "{\"orgId\":\"acme\",\"teamId\":\"platform\",\"expiresAt\":\"2097-07-22T00:00:00Z\"}");
        assertThat(key.status()).as(key.text()).isEqualTo(201);
        assertThat(VirtualKeyFormat.parse(key.member("key")).orElseThrow().value())
                .isEqualTo(key.member("id"));
        assertThat(key.member("state")).isEqualTo("active");
        assertThat(key.member("aliases")).isEqualTo("[\"*\"]");
        assertThat(key.member("expiresAt")).isEqualTo("2097-07-22T00:00:00Z");
    }

    @Test
    void neverShowsACredentialAndAsksForItWithANewAddress() {
        String name = "p" + NUMBER.incrementAndGet();
        String secret = "sk-very-secret-" + name;
        Answer made =
                admin.post(
                        "/admin/providers",
                        "{\"name\":\"%s\",\"protocol\":\"openai\",\"credential\":\"%s\"}"
                                .formatted(name, secret));
        assertThat(made.text()).doesNotContain(secret);

        String path = "/admin/providers/" + name;
        Answer bare = admin.patch(path, "{\"baseUrl\":\"https://1.1.1.1/v1\"}");
        assertThat(bare.status()).isEqualTo(400);
        assertThat(bare.member("code")).isEqualTo("credential_required");

        Answer moved =
                admin.patch(
                        path,
                        "{\"baseUrl\":\"https://1.1.1.1/v1\",\"credential\":\"%s\"}"
                                .formatted(secret));
        assertThat(moved.status()).as(moved.text()).isEqualTo(200);
        assertThat(moved.member("baseUrl")).isEqualTo("https://1.1.1.1/v1");
        assertThat(moved.member("credentialVersion")).isEqualTo("2");
        assertThat(moved.text()).doesNotContain(secret);

        Answer same = admin.patch(path, "{\"baseUrl\":\"https://1.1.1.1/v1/\"}");
        assertThat(same.status()).isEqualTo(200);
        assertThat(same.member("credentialVersion")).isEqualTo("2");

        Answer malformed = admin.patch(path, "{\"credential\":\"" + secret + " \"}");
        assertThat(malformed.status()).isEqualTo(400);
        assertThat(malformed.text()).doesNotContain(secret);

        assertThat(admin.delete(path).status()).isEqualTo(200);
        assertThat(admin.delete(path).status()).isEqualTo(404);
        assertThat(admin.patch(path, "{}").status()).isEqualTo(404);
    }

    @Test
    void repeatsAnAnswerInsteadOfADeed() {
        String org = organization();
        String body = "{\"orgId\":\"%s\",\"name\":\"Bot\"}".formatted(org);
        Answer first = admin.post("/admin/keys", body, "Idempotency-Key", "k-" + org);
        Answer again = admin.post("/admin/keys", body, "Idempotency-Key", "k-" + org);
        assertThat(first.status()).isEqualTo(201);
        assertThat(first.member("key")).startsWith("sk-aff-");
        assertThat(again.status()).as(again.text()).isEqualTo(201);
        assertThat(again.json().has("key")).isTrue();
        assertThat(again.member("key")).isEqualTo("null");
        assertThat(again.member("id")).isEqualTo(first.member("id"));

        Answer other =
                admin.post(
                        "/admin/keys",
                        "{\"orgId\":\"%s\",\"name\":\"Other\"}".formatted(org),
                        "Idempotency-Key",
                        "k-" + org);
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.member("code")).isEqualTo("idempotency_key_reused");

        String team = "{\"orgId\":\"%s\",\"id\":\"t\",\"name\":\"T\"}".formatted(org);
        assertThat(admin.post("/admin/teams", team, "Idempotency-Key", "t-" + org).status())
                .isEqualTo(201);
        assertThat(admin.post("/admin/teams", team, "Idempotency-Key", "t-" + org).status())
                .isEqualTo(201);
        assertThat(admin.post("/admin/teams", team).status()).isEqualTo(409);
        assertThat(admin.post("/admin/teams", team, "Idempotency-Key", "u-" + org).status())
                .isEqualTo(409);
    }

    @Test
    void revokesForGood() {
        String org = organization();
        String id = admin.post("/admin/keys", "{\"orgId\":\"%s\"}".formatted(org)).member("id");
        Answer revoked = admin.delete("/admin/keys/" + id);
        assertThat(revoked.status()).as(revoked.text()).isEqualTo(200);
        assertThat(revoked.member("state")).isEqualTo("revoked");
        assertThat(admin.delete("/admin/keys/" + id).member("state")).isEqualTo("revoked");
        assertThat(admin.delete("/admin/keys/000000000000").status()).isEqualTo(404);
        assertThat(admin.delete("/admin/keys/nonsense").status()).isEqualTo(404);
    }

    @Test
    void makesTheRouteWithTheDeployment() {
        Answer simulator =
                admin.post("/admin/providers", "{\"name\":\"sim-r\",\"protocol\":\"simulator\"}");
        assertThat(simulator.status()).as(simulator.text()).isEqualTo(201);
        String body =
                "{\"alias\":\"vendor/model:r\",\"provider\":\"sim-r\",\"upstreamModel\":\"m\"}";
        Answer made = admin.post("/admin/deployments", body);
        assertThat(made.status()).isEqualTo(201);
        assertThat(admin.post("/admin/routes", "{\"alias\":\"vendor/model:r\"}").status())
                .isEqualTo(200);
        assertThat(admin.post("/admin/routes", "{\"alias\":\"fresh\"}").status()).isEqualTo(201);
        assertThat(admin.patch("/admin/routes/vendor/model:r", "{}").status()).isEqualTo(200);
        assertThat(admin.delete("/admin/routes/vendor%2Fmodel:r").status()).isEqualTo(200);
        assertThat(admin.delete("/admin/routes/vendor/model:r").status()).isEqualTo(404);
        assertThat(admin.patch("/admin/routes/vendor/model:r", "{}").status()).isEqualTo(404);

        String path = "/admin/deployments/" + made.member("id");
        Answer changed = admin.patch(path, "{\"order\":7,\"upstreamModel\":\"m2\"}");
        assertThat(changed.member("order")).isEqualTo("7");
        assertThat(changed.member("upstreamModel")).isEqualTo("m2");
        assertThat(admin.patch(path, "{\"alias\":\"other\"}").status()).isEqualTo(400);
        assertThat(admin.delete(path).status()).isEqualTo(200);
        assertThat(admin.delete(path).status()).isEqualTo(404);
    }

    @Test
    void pricesADeploymentUntilItIsToldNotTo() {
        admin.post("/admin/providers", "{\"name\":\"sim-p\",\"protocol\":\"simulator\"}");
        Answer made =
                admin.post(
                        "/admin/deployments",
                        "{\"alias\":\"priced\",\"provider\":\"sim-p\",\"upstreamModel\":\"m\","
                                + "\"price\":{\"inputPerMillionUsd\":\"3\","
                                + "\"outputPerMillionUsd\":\"15.50\"}}");
        assertThat(made.member("price"))
                .isEqualTo(
                        "{\"inputPerMillionUsd\":\"3\",\"cachedInputPerMillionUsd\":\"3\","
                                + "\"cacheWritePerMillionUsd\":\"3\","
                                + "\"outputPerMillionUsd\":\"15.5\","
                                + "\"reasoningPerMillionUsd\":\"15.5\","
                                + "\"perRequestUsd\":\"0\",\"free\":false}");
        String path = "/admin/deployments/" + made.member("id");
        assertThat(admin.patch(path, "{\"order\":1}").member("price"))
                .isEqualTo(made.member("price"));
        assertThat(admin.patch(path, "{\"price\":{\"free\":true}}").member("price"))
                .contains("\"free\":true");
        assertThat(admin.patch(path, "{\"price\":null}").text()).contains("\"price\":null");
    }

    private String organization() {
        String id = "api-" + NUMBER.incrementAndGet();
        Answer made =
                admin.post("/admin/organizations", "{\"id\":\"%s\",\"name\":\"O\"}".formatted(id));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return id;
    }
}
