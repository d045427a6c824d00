package io.affidavit.command.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.command.CommandContext;
import io.affidavit.command.CommandDatabase;
import io.affidavit.command.web.AdminClient.Answer;
import io.affidavit.schemas.access.RequiresPermission;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Who gets in, and what is remembered of those who did not.
@ExtendWith(RunningRoom.class)
class OperatorAccessTest {

    private final AdminClient admin;
    private final CommandContext context;
    private final JdbcClient sql;

    OperatorAccessTest(AdminClient admin, CommandContext context, CommandDatabase database) {
        this.admin = admin;
        this.context = context;
        this.sql = JdbcClient.create(database.superuser());
    }

    @Test
    void asksAPermissionOnEveryRoute() {
        Map<?, HandlerMethod> routes =
                context.bean(RequestMappingHandlerMapping.class).getHandlerMethods();
        List<HandlerMethod> ours =
                routes.values().stream()
                        .filter(route -> route.getBeanType().getName().startsWith("io.affidavit."))
                        .toList();
        assertThat(ours).hasSizeGreaterThan(10);
        assertThat(ours).allMatch(route -> route.hasMethodAnnotation(RequiresPermission.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer wrong",
                "Bearer ",
                "Bearer",
                "Basic b3BlcmF0b3I6eA==",
                "operator-token-for-tests",
                "Bearer operator-token-for-test",
                "Bearer operator-token-for-tests2"
            })
    void refusesEverythingButTheToken(String header) {
        Answer answer = admin.bare("POST", "/admin/keys", "{}", "Authorization", header);
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.member("code")).isEqualTo("invalid_api_key");
        assertThat(answer.headers().firstValue("content-type"))
                .contains("application/problem+json");
        assertThat(answer.headers().firstValue("www-authenticate")).isPresent();
        assertThat(answer.text()).doesNotContain("operator-token");
    }

    @Test
    void takesTheSchemeInAnyCaseAndOneHeaderOnly() {
        String token = "bearer " + AdminClient.TOKEN;
        assertThat(admin.bare("POST", "/admin/keys", "{}", "Authorization", token).status())
                .isEqualTo(400);
        Answer twice =
                admin.bare(
                        "POST",
                        "/admin/keys",
                        "{}",
                        "Authorization",
                        token,
                        "Authorization",
                        "Bearer other");
        assertThat(twice.status()).isEqualTo(401);
    }

    @Test
    void putsDeniedAttemptsOnRecordAndTheCountAddsUp() {
        long before = denied("DELETE /admin/deployments/{id}");
        for (int i = 0; i < 40; i++) {
            Answer answer = admin.bare("DELETE", "/admin/deployments/dep_" + i, "");
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.member("code")).isEqualTo("no_credentials");
        }
        context.bean(DenialRecorder.class).flush();
        assertThat(denied("DELETE /admin/deployments/{id}") - before).isEqualTo(40);
    }

    @Test
    void answersWhatTheServerRefusesAsAProblem() throws IOException {
        URI base = URI.create(admin.base());
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.getOutputStream()
                    .write(
                            "GET /a\\b?{} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
            String answer =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 400");
            assertThat(answer).contains("application/problem+json").doesNotContain("<html");
        }
    }

    private long denied(String route) {
        JsonMapper mapper = new JsonMapper();
        return sql
                .sql("select rec from evidence.record where type = 'access.denied'")
                .query(byte[].class)
                .list()
                .stream()
                .map(record -> mapper.readTree(record).path("data"))
                .filter(data -> data.path("route").stringValue().equals(route))
                .mapToLong(OperatorAccessTest::count)
                .sum();
    }

    private static long count(JsonNode data) {
        assertThat(data.path("plane").stringValue()).isEqualTo("control");
        return Long.parseLong(data.path("count").stringValue());
    }
}
