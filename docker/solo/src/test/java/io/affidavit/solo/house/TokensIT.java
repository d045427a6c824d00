package io.affidavit.solo.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.schemas.access.AdminRole;
import io.affidavit.schemas.access.Permission;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Three layers of credentials: the operator's, a team's, an application's. Every route that there
/// is, by the house's own description, is tried with a token of another team and with the team's
/// own.
@TestMethodOrder(OrderAnnotation.class)
class TokensIT {

    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");
    private static final String ASK =
            "{\"model\":\"demo\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

    @TempDir private static Path temporary;
    private static Gateway gateway;
    private static Http operator;
    private static String ownToken;
    private static String otherToken;
    private static String key;
    private static List<ApiOperation> operations;
    private static ApiSamples samples;

    /// Ids of what belongs to the team, by the name of their variable and tag.
    private static final Map<String, String> ids = new HashMap<>();

    @BeforeAll
    static void furnish() {
        gateway = Gateway.start(temporary.resolve("data"), Map.of());
        operator = new Http(gateway.controlUrl(), gateway.operatorToken());
        make("/admin/organizations", "{\"id\":\"acme\",\"name\":\"Acme\"}");
        make("/admin/teams", "{\"orgId\":\"acme\",\"id\":\"platform\",\"name\":\"Platform\"}");
        make("/admin/teams", "{\"orgId\":\"acme\",\"id\":\"other\",\"name\":\"Other\"}");
        make(
                "/admin/projects",
                "{\"orgId\":\"acme\",\"teamId\":\"platform\",\"id\":\"bot\",\"name\":\"Bot\"}");
        JsonNode issued =
                make("/admin/keys", "{\"orgId\":\"acme\",\"teamId\":\"platform\",\"rpm\":5}");
        key = issued.path("key").asString();
        ids.put("admin/keys", issued.path("id").asString());
        ids.put("admin/limits", issued.at("/limits/0/id").asString());
        ids.put("audit/calls", callId());
        ids.put("admin/tokens", token("platform").path("id").asString());
        ids.putAll(Map.of("orgId", "acme", "teamId", "platform", "projectId", "bot"));
        ids.putAll(Map.of("name", "simulator", "alias", "demo", "admin/deployments", "dep_x"));
        ownToken = token("platform").path("token").asString();
        otherToken = token("other").path("token").asString();
        operations = ApiOperation.of(Http.json(operator.get("/openapi")));
        samples = new ApiSamples(ApiSamples.told("https://api.example"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    @Order(1)
    void showsAnotherTeamNothing() {
        Http other = new Http(gateway.controlUrl(), otherToken);
        for (ApiOperation operation : operations) {
            HttpResponse<String> answer = send(other, operation);
            boolean isList = !operation.path().contains("{") && !operation.isWrite();
            if (isList && answer.statusCode() == 200) {
                assertThat(isHeld(operation)).as(operation.toString()).isTrue();
                for (String tag : List.of("admin/keys", "admin/limits", "audit/calls")) {
                    assertThat(answer.body()).as(operation.toString()).doesNotContain(ids.get(tag));
                }
                assertThat(answer.body()).as(operation.toString()).doesNotContain("platform");
            } else {
                assertThat(answer.statusCode())
                        .as(operation + ": " + answer.body())
                        .isEqualTo(isHeld(operation) && !isAbove(operation) ? 404 : 403);
            }
        }
    }

    @Test
    @Order(2)
    void opensToATeamWhatItsTokenIsFor() {
        Http own = new Http(gateway.controlUrl(), ownToken);
        for (ApiOperation operation : operations) {
            if (!operation.method().equals("DELETE")) {
                assertOpens(own, operation);
            }
        }
        for (ApiOperation operation : operations) {
            if (operation.method().equals("DELETE")) {
                assertOpens(own, operation);
            }
        }
    }

    private static void assertOpens(Http own, ApiOperation operation) {
        HttpResponse<String> answer = send(own, operation);
        boolean opens = isHeld(operation) && !isAbove(operation);
        // An organization is above its team.
        boolean hidden = operation.path().equals("/admin/organizations/{orgId}");
        assertThat(answer.statusCode())
                .as(operation + ": " + answer.body())
                .isIn(opens ? (hidden ? List.of(404) : List.of(200, 201)) : List.of(403));
    }

    @Test
    @Order(3)
    void callsWithKeysAlone() {
        String issued =
                make("/admin/keys", "{\"orgId\":\"acme\",\"teamId\":\"platform\"}")
                        .path("key")
                        .asString();
        assertThat(chat(issued).statusCode()).isEqualTo(200);
        for (String token : List.of(ownToken, gateway.operatorToken())) {
            HttpResponse<String> refused = chat(token);
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(Http.json(refused).at("/error/code").asString())
                    .isEqualTo("invalid_api_key");
            assertThat(Http.json(refused).at("/error/message").asString())
                    .contains("only administers")
                    .doesNotContain(token);
        }
        for (String path : List.of("/admin/keys", "/audit/calls", "/openapi")) {
            HttpResponse<String> refused = new Http(gateway.controlUrl(), issued).get(path);
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.body()).contains("virtual key: calls only").doesNotContain(issued);
        }
    }

    @Test
    @Order(4)
    void putsOnRecordWhoWasDenied() {
        String id = otherToken.substring("at-aff-".length()).split("-", 2)[0];
        Awaitility.await()
                .untilAsserted(() ->
                        assertThat(
                                        Http.json(operator.get("/audit/events?type=access.denied"))
                                                .path("data")
                                                .valueStream()
                                                .filter(event ->
                                                        event.at("/by/id").asString().equals(id))
                                                .map(event -> event.at("/data/failure").asString()))
                                .contains("permission_denied", "not_found"));
    }

    /// Whether the description says that a team's token may open it.
    private static boolean isHeld(ApiOperation operation) {
        String code = operation.described().path("x-affidavit-permission").asString();
        return Permission.valueOf(code.toUpperCase(Locale.ROOT)).isHeldBy(AdminRole.TEAM_ADMIN);
    }

    /// The sample of a limit hangs on the organization.
    private static boolean isAbove(ApiOperation operation) {
        return operation.toString().equals("PUT /admin/limits");
    }

    private static HttpResponse<String> send(Http as, ApiOperation operation) {
        ObjectNode body = samples.whole(operation.body());
        if (operation.toString().equals("PATCH /admin/keys/{id}")) {
            body.retain("aliases", "surfaces");
        }
        if (operation.tag().equals("admin/keys")) {
            body.remove("content"); // the operator's to decide
        }
        return as.send(
                operation.method(), url(operation), operation.isWrite() ? body.toString() : "");
    }

    private static String url(ApiOperation operation) {
        Matcher variables = VARIABLE.matcher(operation.path());
        return variables.replaceAll(variable ->
                ids.getOrDefault(variable.group(1), ids.getOrDefault(operation.tag(), "nowhere")));
    }

    private static JsonNode token(String team) {
        return make(
                "/admin/tokens",
                "{\"role\":\"team_admin\",\"scope\":{\"kind\":\"team\",\"id\":\"acme/%s\"}}"
                        .formatted(team));
    }

    private static JsonNode make(String path, String body) {
        HttpResponse<String> answer = operator.post(path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return Http.json(answer);
    }

    private static String callId() {
        return chat(key).headers().firstValue("x-affidavit-call-id").orElseThrow();
    }

    private static HttpResponse<String> chat(String as) {
        return new Http(gateway.dataUrl(), as).post("/v1/chat/completions", ASK);
    }
}
