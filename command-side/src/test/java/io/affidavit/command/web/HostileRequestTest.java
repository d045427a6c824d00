package io.affidavit.command.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.command.web.AdminClient.Answer;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
    void namesTheWrongMemberOfARoute() {
        for (String[] wrong :
                new String[][] {
                    {"\"strategy\":\"fastest\"", "strategy"},
                    {"\"fallbacks\":[\"a\"]", "fallbacks"},
                    {"\"fallbacks\":[\"b\",\"b\"]", "fallbacks"},
                    {"\"contextFallbacks\":[\"\"]", "contextFallbacks"},
                    {"\"contentFallbacks\":[1]", "contentFallbacks"},
                    {"\"fallbacks\":[\"b\",\"c\",\"d\",\"e\",\"f\",\"g\"]", "fallbacks"},
                    {"\"retry\":{\"maxAttempts\":4}", "retry.maxAttempts"},
                    {"\"retry\":{\"maxAttempts\":0}", "retry.maxAttempts"},
                    {"\"retry\":{\"backoffMillis\":5000}", "retry.backoffMaxMillis"},
                    {"\"retry\":{\"attempts\":2}", "retry.attempts"},
                    {"\"retry\":{\"afterTimeout\":1}", "retry.afterTimeout"},
                    {"\"retry\":[]", "retry"},
                    {"\"timeouts\":{\"idleMillis\":0}", "timeouts.idleMillis"},
                    {"\"timeouts\":{\"totalMillis\":\"9\"}", "timeouts.totalMillis"},
                    {"\"unsupported\":\"ignore\"", "unsupported"},
                    {"\"maxOutputTokens\":0", "maxOutputTokens"},
                    {"\"maxOutputTokens\":10000001", "maxOutputTokens"},
                    {"\"maxOutputTokens\":\"9\"", "maxOutputTokens"}
                }) {
            Answer route = admin.post("/admin/routes", "{\"alias\":\"a\"," + wrong[0] + "}");
            assertThat(route.status()).as(wrong[0]).isEqualTo(400);
            assertThat(route.text()).as(wrong[0]).contains("\"field\":\"" + wrong[1] + "\"");
        }
    }

    @Test
    void refusesWhatIsNoRequest() {
        String path = "/admin/organizations";
        refused(admin.post(path, "{"), 400, "malformed_request");
        refused(admin.post(path, "[]"), 400, "malformed_request");
        refused(admin.post(path, ""), 400, "missing_parameter");
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

    @Test
    void readsNoFormsAndNoFiles() {
        String form = "application/x-www-form-urlencoded";
        String path = "/admin/routes/a";
        for (String body : List.of("a=%zz", "a=" + "b".repeat(3_000_000))) {
            refused(admin.bare("DELETE", path, body, "Content-Type", form), 401, "no_credentials");
            refused(admin.bare("PATCH", path, body, "Content-Type", form), 401, "no_credentials");
        }
        refused(
                admin.send("PATCH", path, "a=%zz", "Content-Type", form),
                415,
                "unsupported_media_type");
        refused(
                admin.post("/admin/routes", "--", "Content-Type", "multipart/form-data"),
                415,
                "unsupported_media_type");
    }

    @Test
    void knowsNoRouteWithoutAnAlias() {
        for (String path : List.of("/admin/routes", "/admin/routes/")) {
            refused(admin.patch(path, "{}"), 404, "not_found");
            refused(admin.delete(path), 404, "not_found");
        }
    }

    @Test
    void blamesTheSenderOfWhatIsBroken() throws IOException {
        assertThat(statusLine("?wait=%zz", "2\r\n{}\r\n0\r\n\r\n")).isEqualTo("HTTP/1.1 400");
        assertThat(statusLine("", "zz\r\n")).isEqualTo("HTTP/1.1 400");
    }

    @Test
    void letsAKeyBeUsedAgainAfterARefusal() {
        String[] key = {"Idempotency-Key", "refused-before-its-command"};
        refused(admin.patch("/admin/routes/nowhere", "{}", key), 404, "not_found");
        refused(
                admin.post(
                        "/admin/providers",
                        "{\"name\":\"inside\",\"protocol\":\"openai\",\"credential\":\"x\","
                                + "\"baseUrl\":\"http://127.0.0.1:9/v1\"}",
                        key),
                400,
                "forbidden_address");
        Answer made =
                admin.post(
                        "/admin/providers", "{\"name\":\"sim-k\",\"protocol\":\"simulator\"}", key);
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        refused(
                admin.post(
                        "/admin/providers", "{\"name\":\"sim-l\",\"protocol\":\"simulator\"}", key),
                422,
                "idempotency_key_reused");
    }

    @ParameterizedTest
    @ValueSource(strings = "POST /admin/users")
    void doesNotKnowRoutesOfLaterEditions(String route) {
        int space = route.indexOf(' ');
        String path = route.substring(space + 1);
        refused(admin.send(route.substring(0, space), path, "{}"), 404, "route_not_found");
    }

    /// Sends what no decent client would.
    private String statusLine(String query, String chunks) throws IOException {
        URI base = URI.create(admin.base());
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            String request =
                    """
                    POST /admin/routes%s HTTP/1.1\r
                    Host: localhost\r
                    Authorization: Bearer %s\r
                    Content-Type: application/json\r
                    Transfer-Encoding: chunked\r
                    \r
                    %s\
                    """
                            .formatted(query, AdminClient.TOKEN, chunks);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            byte[] line = socket.getInputStream().readNBytes("HTTP/1.1 400".length());
            return new String(line, StandardCharsets.US_ASCII);
        }
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
