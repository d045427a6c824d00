package io.affidavit.command.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.command.web.AdminClient.Answer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Bodies that must not get through, and what their senders hear.
@ExtendWith(RunningRoom.class)
class HostileBodyTest {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final AdminClient admin;

    HostileBodyTest(AdminClient admin) {
        this.admin = admin;
    }

    @Test
    void namesTheMissingScope() {
        String org = organization();
        Answer nobody = admin.post("/admin/keys", "{\"orgId\":\"nobody\"}");
        assertThat(nobody.status()).isEqualTo(404);
        assertThat(nobody.member("detail")).contains("orgId: nobody");
        Answer noTeam =
                admin.post("/admin/keys", "{\"orgId\":\"%s\",\"teamId\":\"x\"}".formatted(org));
        assertThat(noTeam.status()).isEqualTo(404);
        assertThat(noTeam.member("detail")).contains("teamId: x");
        Answer noProvider =
                admin.post(
                        "/admin/deployments",
                        "{\"alias\":\"a\",\"provider\":\"nowhere\",\"upstreamModel\":\"m\"}");
        assertThat(noProvider.status()).isEqualTo(404);
        assertThat(noProvider.member("code")).isEqualTo("not_found");
        assertThat(noProvider.member("detail")).contains("provider: nowhere");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|missing_parameter|orgId",
                "{\"orgId\":null}|missing_parameter|orgId",
                "{\"orgId\":5}|invalid_type|orgId",
                "{\"orgId\":\"ACME\"}|invalid_value|orgId",
                "{\"orgId\":\"a\",\"surprise\":1}|unsupported_parameter|surprise",
                "{\"orgId\":\"a\",\"expiresAt\":\"2001-01-01T00:00:00Z\"}|invalid_value|expiresAt",
                "{\"orgId\":\"a\",\"expiresAt\":\"2097-01-01T00:00:00\"}|invalid_value|expiresAt",
                "{\"orgId\":\"a\",\"expiresAt\":\"2097-01-01\"}|invalid_value|expiresAt",
                "{\"orgId\":\"a\",\"expiresAt\":4000000000}|invalid_type|expiresAt",
                "{\"orgId\":\"a\",\"rpm\":-1}|invalid_value|rpm",
                "{\"orgId\":\"a\",\"tpm\":\"5\"}|invalid_type|tpm",
                "{\"orgId\":\"a\",\"limits\":[]}|invalid_value|limits",
                "{\"orgId\":\"a\",\"limits\":[{\"unit\":\"requests\",\"window\":\"year\",\"amount\":\"1\"}]}|invalid_value|limits[0].window",
                "{\"orgId\":\"a\",\"rpm\":1,\"limits\":[{\"unit\":\"requests\",\"window\":\"minute\",\"amount\":\"1\"}]}|invalid_value|limits",
                "{\"orgId\":\"a\",\"budgetUsd\":1}|invalid_type|budgetUsd",
                "{\"orgId\":\"a\",\"budgetUsd\":\"1e3\"}|invalid_value|budgetUsd",
                "{\"orgId\":\"a\",\"budgetUsd\":\"99999999999999999\"}|invalid_value|budgetUsd",
                "{\"orgId\":\"a\",\"budgetUsd\":\"1\",\"budgetWindow\":\"year\"}|invalid_value|budgetWindow",
                "{\"orgId\":\"a\",\"budgetWindow\":\"total\"}|invalid_value|budgetWindow",
                "{\"orgId\":\"a\",\"aliases\":[]}|invalid_value|aliases",
                "{\"orgId\":\"a\",\"aliases\":\"*\"}|invalid_type|aliases",
                "{\"orgId\":\"a\",\"aliases\":[\"*\",\"b\"]}|invalid_value|aliases",
                "{\"orgId\":\"a\",\"aliases\":[\"b c\"]}|invalid_value|aliases",
                "{\"orgId\":\"a\",\"projectId\":\"p\"}|invalid_value|teamId",
                "{\"orgId\":\"a\",\"name\":\"\"}|invalid_value|name",
                "{\"orgId\":\"a\",\"name\":\"\\ud800\"}|invalid_value|name",
                "{\"orgId\":\"a\",\"metadata\":[]}|invalid_type|metadata",
                "{\"orgId\":\"a\",\"metadata\":{\"k\":\"\\udfff\"}}|invalid_value|metadata",
                "{\"orgId\":\"a\",\"reason\":5}|invalid_type|reason"
            })
    void namesTheWrongMemberOfAKey(String body, String code, String field) {
        Answer refused = admin.post("/admin/keys", body);
        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(refused.member("code")).isEqualTo(code);
        assertThat(refused.fields()).containsExactly(field);
        isProblem(refused);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"kind\":\"tag\",\"id\":\"x\"}||not_yet_available|scope.kind",
                "{\"kind\":\"endUser\",\"id\":\"x\"}||not_yet_available|scope.kind",
                "{\"kind\":\"planet\",\"id\":\"x\"}||invalid_value|scope.kind",
                "{\"kind\":\"deployment\",\"id\":\"x\"}|,\"alias\":\"m\"|invalid_value|alias"
            })
    void namesTheWrongMemberOfALimit(String scope, String more, String code, String field) {
        Answer refused =
                admin.send(
                        "PUT",
                        "/admin/limits",
                        "{\"scope\":%s,\"unit\":\"usd\",\"window\":\"day\",\"amount\":\"1\"%s}"
                                .formatted(scope, more == null ? "" : more));
        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(refused.member("code")).isEqualTo(code);
        assertThat(refused.fields()).containsExactly(field);
        isProblem(refused);
    }

    @Test
    void takesNullForNoLimit() {
        String org = organization();
        Answer key =
                admin.post(
                        "/admin/keys",
                        ("{\"orgId\":\"%s\",\"limits\":null,\"rpm\":null,\"tpm\":null,"
                                        + "\"budgetUsd\":null,\"budgetWindow\":null,\"teamId\":null,"
                                        + "\"metadata\":{\"cost centre\":7,\"deep\":{\"a\":[1]}},"
                                        + "\"name\":\"Bot\",\"reason\":\"because\"}")
                                .formatted(org));
        assertThat(key.status()).as(key.text()).isEqualTo(201);
        assertThat(key.member("limits")).isEqualTo("[]");
        assertThat(key.member("name")).isEqualTo("Bot");
        assertThat(key.member("metadata")).isEqualTo("{\"cost centre\":7,\"deep\":{\"a\":[1]}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"alias\":\"a\",\"provider\":\"p\",\"upstreamModel\":\"m\",\"order\":\"5\"}|invalid_type|order",
                "{\"alias\":\"a\",\"provider\":\"p\",\"upstreamModel\":\"m\",\"order\":1.5}|invalid_type|order",
                "{\"alias\":\"a\",\"provider\":\"p\",\"upstreamModel\":\"m\",\"order\":-1}|invalid_value|order",
                "{\"alias\":\"a\",\"provider\":\"p\",\"upstreamModel\":\"m\",\"order\":99999999999}|invalid_value|order",
                "{\"alias\":\"a\",\"provider\":\"p\",\"upstreamModel\":\"m\",\"weight\":1001}|invalid_value|weight",
                "{\"alias\":\"a\",\"provider\":\"p\",\"upstreamModel\":\"m\",\"price\":{\"outputPerMillionUsd\":\"1\"}}|missing_parameter|price.inputPerMillionUsd",
                "{\"alias\":\"a\",\"provider\":\"p\",\"upstreamModel\":\"m\",\"price\":{\"inputPerMillionUsd\":3,\"outputPerMillionUsd\":\"1\"}}|invalid_type|price.inputPerMillionUsd",
                "{\"alias\":\"a\",\"provider\":\"p\",\"upstreamModel\":\"m\",\"price\":{\"inputPerMillionUsd\":\"1e3\",\"outputPerMillionUsd\":\"1\"}}|invalid_value|price.inputPerMillionUsd",
                "{\"alias\":\"a\",\"provider\":\"p\",\"upstreamModel\":\"m\",\"price\":{\"inputPerMillionUsd\":\"0\",\"outputPerMillionUsd\":\"0.0\"}}|invalid_value|price.free",
                "{\"alias\":\"a\",\"provider\":\"p\",\"upstreamModel\":\"m\",\"price\":{\"free\":true,\"perRequestUsd\":\"1\"}}|invalid_value|price.free",
                "{\"alias\":\"a\",\"provider\":\"p\",\"upstreamModel\":\"m\",\"labels\":{}}|not_yet_available|labels",
                "{\"alias\":\"a b\",\"provider\":\"p\",\"upstreamModel\":\"m\"}|invalid_value|alias",
                "{\"alias\":\"a\",\"provider\":\"p\",\"upstreamModel\":\"m m\"}|invalid_value|upstreamModel",
                "{\"alias\":\"a\",\"provider\":\"p\"}|missing_parameter|upstreamModel"
            })
    void namesTheWrongMemberOfADeployment(String body, String code, String field) {
        Answer refused = admin.post("/admin/deployments", body);
        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(refused.member("code")).isEqualTo(code);
        assertThat(refused.fields()).containsExactly(field);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://127.0.0.1:9/v1|forbidden_address",
                "http://localhost:9/v1|forbidden_address",
                "http://[::1]/|forbidden_address",
                "http://[::ffff:10.0.0.1]/|forbidden_address",
                "http://[64:ff9b::7f00:1]/|forbidden_address",
                "http://169.254.169.254/latest|forbidden_address",
                "http://10.1.2.3/|forbidden_address",
                "http://0.0.0.0/|forbidden_address",
                "http://2130706433/|forbidden_address",
                "http://0x7f000001/|forbidden_address",
                "http://0177.0.0.1/|forbidden_address",
                "https://user:pw@api.example/|invalid_value",
                "https://api.example/?a=b|invalid_value",
                "https://api.example/#f|invalid_value",
                "http://127.1/|forbidden_address",
                "http://4294967296/|invalid_value",
                "ftp://api.example/|invalid_value",
                "api.example|invalid_value",
                "https://api.example/%2e%2e/|invalid_value"
            })
    void refusesAddressesThatLeadIntoTheHouse(String url, String code) {
        Answer refused =
                admin.post(
                        "/admin/providers",
                        "{\"name\":\"bad\",\"protocol\":\"openai\",\"credential\":\"x\",\"baseUrl\":\"%s\"}"
                                .formatted(url));
        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(refused.member("code")).isEqualTo(code);
        assertThat(refused.fields()).containsExactly("baseUrl");
    }

    private String organization() {
        String id = "org-" + NUMBER.incrementAndGet();
        Answer made =
                admin.post("/admin/organizations", "{\"id\":\"%s\",\"name\":\"O\"}".formatted(id));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return id;
    }

    private static void isProblem(Answer answer) {
        assertThat(answer.headers().firstValue("content-type"))
                .contains("application/problem+json");
        assertThat(answer.member("status")).isEqualTo(Integer.toString(answer.status()));
        assertThat(answer.member("title")).isNotBlank();
        assertThat(answer.member("detail")).isNotBlank();
    }
}
