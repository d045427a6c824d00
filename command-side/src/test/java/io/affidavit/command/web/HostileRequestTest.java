package io.affidavit.command.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.command.web.AdminClient.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests that no route takes, and members and routes of later editions.
@ExtendWith(RunningRoom.class)
class HostileRequestTest {

    private final AdminClient admin;

    HostileRequestTest(AdminClient admin) {
        this.admin = admin;
    }

    @Test
    void refusesProtocolsAndStrategiesOfLaterEditions() {
        Answer protocol =
                admin.post(
                        "/admin/providers",
                        "{\"name\":\"claude\",\"protocol\":\"anthropic\",\"credential\":\"x\"}");
        assertThat(protocol.status()).isEqualTo(400);
        assertThat(protocol.member("code")).isEqualTo("not_yet_available");
        for (String member :
                new String[] {
                    "\"strategy\":\"weighted\"",
                    "\"fallbacks\":[\"b\"]",
                    "\"retry\":{}",
                    "\"timeouts\":{}"
                }) {
            Answer route = admin.post("/admin/routes", "{\"alias\":\"a\"," + member + "}");
            assertThat(route.status()).isEqualTo(400);
            assertThat(route.member("code")).isEqualTo("not_yet_available");
        }
    }

    @Test
    void refusesWhatIsNoRequest() {
        String path = "/admin/organizations";
        refused(admin.post(path, "{"), 400, "malformed_request");
        refused(admin.post(path, "[]"), 400, "malformed_request");
        refused(admin.post(path, ""), 415, "unsupported_media_type");
        refused(admin.post(path, "{}{}"), 400, "malformed_request");
        refused(admin.post(path, "\uFEFF{}"), 400, "malformed_request");
        refused(admin.post(path, "{\"id\":\"a\",\"id\":\"b\"}"), 400, "malformed_request");
        refused(admin.post(path, "{\"a\":" + "[".repeat(100)), 400, "malformed_request");
        refused(
                admin.post(path, "{\"x\":\"" + "a".repeat(70_000) + "\"}"),
                413,
                "request_too_large");
        refused(
                admin.post(path, "a=b", "Content-Type", "text/plain"),
                415,
                "unsupported_media_type");
        refused(admin.post(path + "?wait=maybe", "{}"), 400, "invalid_value");
        refused(admin.post(path + "?limit=5", "{}"), 400, "invalid_value");
        refused(admin.post(path, "{}", "Idempotency-Key", "a b"), 400, "invalid_value");
        refused(admin.post("/admin/nothing", "{}"), 404, "route_not_found");
        refused(admin.post("/", "{}", "Accept", "text/html"), 404, "route_not_found");
        refused(admin.send("PUT", path, "{}"), 405, "method_not_supported");
        refused(admin.send("GET", "/error", "", "Accept", "text/html"), 404, "route_not_found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PATCH /admin/organizations/acme",
                "DELETE /admin/organizations/acme",
                "PATCH /admin/teams/acme/platform",
                "DELETE /admin/projects/acme/platform/bot",
                "PATCH /admin/keys/000000000000",
                "POST /admin/keys/000000000000/rotate",
                "POST /admin/keys/000000000000/block",
                "POST /admin/keys/000000000000/unblock",
                "POST /admin/keys/import",
                "POST /admin/tokens",
                "PUT /admin/limits"
            })
    void doesNotKnowRoutesOfLaterEditions(String route) {
        int space = route.indexOf(' ');
        String path = route.substring(space + 1);
        refused(admin.send(route.substring(0, space), path, "{}"), 404, "route_not_found");
    }

    private static void refused(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.member("code")).isEqualTo(code);
        isProblem(answer);
    }

    private static void isProblem(Answer answer) {
        assertThat(answer.headers().firstValue("content-type"))
                .contains("application/problem+json");
        assertThat(answer.member("status")).isEqualTo(Integer.toString(answer.status()));
        assertThat(answer.member("title")).isNotBlank();
        assertThat(answer.member("detail")).isNotBlank();
    }
}
