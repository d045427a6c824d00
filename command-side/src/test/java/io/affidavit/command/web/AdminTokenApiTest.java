package io.affidavit.command.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.command.CommandContext;
import io.affidavit.command.CommandDatabase;
import io.affidavit.command.web.AdminClient.Answer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the holder of an admin token may change, and that nothing else is so much as seen.
@ExtendWith(RunningRoom.class)
class AdminTokenApiTest {

    private static final String LIMIT =
            "{\"scope\":{\"kind\":\"%s\",\"id\":\"%s\"},\"unit\":\"requests\","
                    + "\"window\":\"day\",\"amount\":\"7\"}";

    private final AdminClient admin;
    private final CommandContext context;
    private final JdbcClient sql;
    private String token = "";
    private String tokenId = "";

    AdminTokenApiTest(AdminClient admin, CommandContext context, CommandDatabase database) {
        this.admin = admin;
        this.context = context;
        this.sql = JdbcClient.create(database.superuser());
    }

    @BeforeEach
    void furnish() {
        admin.post("/admin/organizations", "{\"id\":\"tokens\",\"name\":\"T\"}");
        admin.post("/admin/organizations", "{\"id\":\"foreign\",\"name\":\"F\"}");
        for (String team : List.of("mine", "yours")) {
            admin.post(
                    "/admin/teams",
                    "{\"orgId\":\"tokens\",\"id\":\"%s\",\"name\":\"T\"}".formatted(team));
        }
        admin.post(
                "/admin/projects",
                "{\"orgId\":\"tokens\",\"teamId\":\"mine\",\"id\":\"bot\",\"name\":\"B\"}");
        Answer issued = issue("team", "tokens/mine");
        token = issued.member("token");
        tokenId = issued.member("id");
    }

    @Test
    void showsATokenOnce() {
        String body =
                "{\"role\":\"team_admin\",\"scope\":{\"kind\":\"project\","
                        + "\"id\":\"tokens/mine/bot\"},\"expiresAt\":\"2099-01-01T00:00:00Z\"}";
        Answer first = admin.post("/admin/tokens", body, "Idempotency-Key", "one-token");
        Answer again = admin.post("/admin/tokens", body, "Idempotency-Key", "one-token");

        assertThat(first.status()).as(first.text()).isEqualTo(201);
        assertThat(first.member("token")).matches("at-aff-[0-9A-Za-z]{12}-[0-9A-Za-z]{49}");
        assertThat(first.member("state")).isEqualTo("active");
        assertThat(again.member("id")).isEqualTo(first.member("id"));
        assertThat(again.member("token")).isEqualTo("null");
        assertThat(records("role.granted")).doesNotContain(first.member("token"));
    }

    @Test
    void administersKeysWithinItsScope() {
        Answer issued = mine("POST", "/admin/keys", key("mine"));
        assertThat(issued.status()).as(issued.text()).isEqualTo(201);
        String path = "/admin/keys/" + issued.member("id");
        assertThat(mine("PATCH", path, "{\"projectId\":\"bot\"}").status()).isEqualTo(200);
        assertThat(mine("PATCH", path, "{\"content\":\"seal\"}").status()).isEqualTo(403);
        assertThat(mine("PATCH", path, "{\"content\":null}").status()).isEqualTo(403);
        assertThat(mine("POST", path + "/rotate", "{}").member("key")).startsWith("sk-aff-");
        assertThat(mine("POST", path + "/block", "{}").member("state")).isEqualTo("blocked");
        assertThat(mine("POST", path + "/unblock", "{}").status()).isEqualTo(200);
        Answer limit = mine("PUT", "/admin/limits", LIMIT.formatted("key", issued.member("id")));
        assertThat(limit.status()).as(limit.text()).isEqualTo(200);
        String limits = "/admin/limits/" + limit.member("id");
        assertThat(
                        mine(
                                        "POST",
                                        limits + "/raise",
                                        "{\"amount\":\"9\",\"until\":\"2099-01-01T00:00:00Z\"}")
                                .status())
                .isEqualTo(200);
        assertThat(mine("DELETE", limits, "").status()).isEqualTo(200);
        assertThat(mine("DELETE", path, "").member("state")).isEqualTo("revoked");
        assertThat(actors("virtual_key.revoked")).contains("service " + tokenId + " admin");
    }

    @Test
    void findsNothingOfOthers() {
        List<String> foreign = new ArrayList<>();
        foreign.add(admin.post("/admin/keys", key("yours")).member("id"));
        foreign.add(admin.post("/admin/keys", "{\"orgId\":\"tokens\"}").member("id"));
        foreign.add(admin.post("/admin/keys", "{\"orgId\":\"foreign\"}").member("id"));
        for (String id : foreign) {
            String path = "/admin/keys/" + id;
            for (String[] request : requests(path)) {
                Answer answer = mine(request[0], request[1], request[2]);
                Answer absent =
                        mine(request[0], request[1].replace(id, "nobody000000"), request[2]);
                assertThat(answer.status()).as(request[1] + answer.text()).isEqualTo(404);
                assertThat(answer.text()).isEqualTo(absent.text());
            }
            String limit = LIMIT.formatted("key", id);
            Answer answer = mine("PUT", "/admin/limits", limit);
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.text())
                    .isEqualTo(
                            mine("PUT", "/admin/limits", limit.replace(id, "nobody000000")).text());
            String set = admin.send("PUT", "/admin/limits", limit).member("id");
            assertSameAsAbsent("/admin/limits/" + set);
        }
        assertThat(admin.post("/admin/keys/" + foreign.getFirst() + "/block", "{}").status())
                .isEqualTo(200);
    }

    @Test
    void putsNothingWhereItDoesNotReach() {
        assertThat(mine("POST", "/admin/keys", key("yours")).text())
                .isEqualTo(
                        mine("POST", "/admin/keys", key("nobody"))
                                .text()
                                .replace("nobody", "yours"));
        assertThat(mine("POST", "/admin/keys", "{\"orgId\":\"foreign\"}").text())
                .isEqualTo(
                        mine("POST", "/admin/keys", "{\"orgId\":\"nobody\"}")
                                .text()
                                .replace("nobody", "foreign"));
        assertThat(mine("POST", "/admin/keys", "{\"orgId\":\"tokens\"}").status()).isEqualTo(403);
        String path = "/admin/keys/" + mine("POST", "/admin/keys", key("mine")).member("id");
        assertThat(mine("PATCH", path, "{\"teamId\":\"yours\"}").status()).isEqualTo(404);
        assertThat(mine("PATCH", path, "{\"teamId\":null}").status()).isEqualTo(403);
        // Moved away by the operator, it is gone.
        assertThat(admin.patch(path, "{\"teamId\":\"yours\"}").status()).isEqualTo(200);
        assertThat(mine("POST", path + "/block", "{}").status()).isEqualTo(404);
    }

    @Test
    void touchesNoLimitOfItsOwnScopeOrAbove() {
        for (String[] scope :
                new String[][] {
                    {"organization", "tokens"},
                    {"team", "tokens/mine"},
                    {"project", "tokens/mine/bot"},
                    {"team", "tokens/nobody"},
                    {"alias", "fast"}
                }) {
            String body = LIMIT.formatted(scope[0], scope[1]);
            assertThat(mine("PUT", "/admin/limits", body).status()).as(body).isEqualTo(403);
        }
        String own =
                admin.send("PUT", "/admin/limits", LIMIT.formatted("team", "tokens/mine"))
                        .member("id");
        assertThat(mine("DELETE", "/admin/limits/" + own, "").status()).isEqualTo(403);
        for (String above :
                List.of(
                        LIMIT.formatted("organization", "tokens"),
                        LIMIT.formatted("alias", "fast"))) {
            assertSameAsAbsent(
                    "/admin/limits/" + admin.send("PUT", "/admin/limits", above).member("id"));
        }
    }

    @Test
    void opensNothingThatIsTheOperators() {
        for (String[] request :
                new String[][] {
                    {"POST", "/admin/organizations"}, {"POST", "/admin/teams"},
                    {"POST", "/admin/tokens"}, {"DELETE", "/admin/tokens/" + tokenId},
                    {"POST", "/admin/providers"}, {"POST", "/admin/deployments"},
                    {"POST", "/admin/routes"}, {"POST", "/admin/keys/import"},
                    {"GET", "/openapi"}, {"GET", "/actuator/prometheus"}
                }) {
            Answer answer = mine(request[0], request[1], "");
            assertThat(answer.status()).as(request[1]).isEqualTo(403);
            assertThat(answer.member("code")).isEqualTo("permission_denied");
        }
        context.bean(DenialRecorder.class).flush();
        assertThat(actors("access.denied")).contains("service " + tokenId + " admin");
    }

    @Test
    void isOverAtOnceWhenRevoked() {
        assertThat(mine("POST", "/admin/keys", key("mine")).status()).isEqualTo(201);
        assertThat(admin.delete("/admin/tokens/" + tokenId).member("state")).isEqualTo("revoked");
        assertThat(mine("POST", "/admin/keys", key("mine")).status()).isEqualTo(401);
        assertThat(admin.delete("/admin/tokens/" + tokenId).status()).isEqualTo(200);
        assertThat(admin.delete("/admin/tokens/nobody").status()).isEqualTo(404);
        assertThat(admin.delete("/admin/tokens/nobody000000").status()).isEqualTo(404);
    }

    @Test
    void isNobodyElsesSecret() {
        String other = issue("organization", "tokens").member("token");
        String mixed = token.substring(0, 20) + other.substring(20);
        assertThat(send(mixed, "POST", "/admin/keys", "{}").status()).isEqualTo(401);
        String key = mine("POST", "/admin/keys", key("mine")).member("key");
        Answer refused = send(key, "POST", "/admin/keys", "{}");
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.member("detail")).startsWith("virtual key: calls only");
        assertThat(refused.text()).doesNotContain(key);
    }

    @Test
    void meetsNobodyElsesIdempotencyKey() {
        String theirs = issue("organization", "tokens").member("token");
        Answer first =
                send(theirs, "POST", "/admin/keys", key("mine"), "Idempotency-Key", "shared");
        Answer second =
                send(token, "POST", "/admin/keys", key("mine"), "Idempotency-Key", "shared");
        assertThat(first.status()).isEqualTo(201);
        assertThat(second.status()).as(second.text()).isEqualTo(201);
        assertThat(second.member("id")).isNotEqualTo(first.member("id"));
    }

    @Test
    void refusesAScopeThatIsNone() {
        assertThat(issue("team", "tokens").fields()).containsExactly("scope.id");
        assertThat(issue("organization", "nobody").status()).isEqualTo(404);
        assertThat(issue("team", "tokens/nobody").status()).isEqualTo(404);
        assertThat(admin.post("/admin/tokens", "{\"role\":\"team_admin\"}").fields())
                .contains("scope");
        assertThat(admin.post("/admin/tokens", "{\"role\":\"king\"}").fields()).contains("role");
    }

    private void assertSameAsAbsent(String path) {
        Answer answer = mine("DELETE", path, "");
        assertThat(answer.status()).as(answer.text()).isEqualTo(404);
        assertThat(answer.text()).isEqualTo(mine("DELETE", "/admin/limits/lim_0", "").text());
    }

    private static String[][] requests(String path) {
        return new String[][] {
            {"PATCH", path, "{\"aliases\":[\"*\"]}"},
            {"PATCH", path, "{\"teamId\":\"mine\"}"},
            {"POST", path + "/rotate", "{}"},
            {"POST", path + "/block", "{}"},
            {"POST", path + "/unblock", "{}"},
            {"DELETE", path, ""}
        };
    }

    private Answer issue(String kind, String id) {
        return admin.post(
                "/admin/tokens",
                "{\"role\":\"team_admin\",\"scope\":{\"kind\":\"%s\",\"id\":\"%s\"}}"
                        .formatted(kind, id));
    }

    private static String key(String team) {
        return "{\"orgId\":\"tokens\",\"teamId\":\"%s\"}".formatted(team);
    }

    private Answer mine(String method, String path, String body) {
        return send(token, method, path, body);
    }

    private Answer send(String as, String method, String path, String body, String... headers) {
        List<String> all = new ArrayList<>(List.of("Authorization", "Bearer " + as));
        all.addAll(List.of(headers));
        return admin.bare(method, path, body, all.toArray(String[]::new));
    }

    private List<String> actors(String type) {
        JsonMapper mapper = new JsonMapper();
        return sql
                .sql("select rec from evidence.record where type = ?")
                .param(type)
                .query(byte[].class)
                .list()
                .stream()
                .map(record -> mapper.readTree(record).path("by"))
                .map(AdminTokenApiTest::actor)
                .toList();
    }

    private static String actor(JsonNode by) {
        return by.path("kind").asString()
                + " "
                + by.path("id").asString()
                + " "
                + by.path("via").asString();
    }

    private String records(String type) {
        return sql.sql(
                        "select string_agg(convert_from(rec, 'UTF8'), ' ') from evidence.record where type = ?")
                .param(type)
                .query(String.class)
                .single();
    }
}
