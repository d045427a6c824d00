package io.affidavit.solo.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The life of keys on a fresh installation, with a call after each step.
class KeyLifeIT {

    private static final int TEXT = 3_000;
    private static final String FOREIGN = "sk-litellm-4711";

    @TempDir private static Path temporary;
    private static Gateway gateway;
    private static Http control;

    @BeforeAll
    static void start() {
        gateway = Gateway.start(temporary.resolve("data"), Map.of());
        control = new Http(gateway.controlUrl(), gateway.operatorToken());
        done(control.post("/admin/organizations", "{\"id\":\"acme\",\"name\":\"Acme\"}"));
        done(
                control.post(
                        "/admin/teams",
                        "{\"orgId\":\"acme\",\"id\":\"platform\",\"name\":\"Platform\"}"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void livesAWholeLife() {
        JsonNode issued =
                done(
                        control.post(
                                "/admin/keys",
                                "{\"orgId\":\"acme\",\"aliases\":[\"dem*\"],\"name\":\"bot\","
                                        + "\"tags\":{\"env\":\"prod\"}}"));
        String path = "/admin/keys/" + issued.path("id").asString();
        String key = issued.path("key").asString();
        assertThat(chat(key)).isEqualTo(200);

        done(control.send("PATCH", path, "{\"aliases\":[\"demo-*\"]}"));
        assertThat(chat(key)).isEqualTo(404);
        done(
                control.send(
                        "PATCH",
                        path,
                        "{\"aliases\":[\"*\"],\"teamId\":\"platform\",\"surfaces\":[\"messages\"]}"));
        assertThat(chat(key)).isEqualTo(403);
        done(control.send("PATCH", path, "{\"surfaces\":[\"*\"]}"));
        assertThat(chat(key)).isEqualTo(200);

        JsonNode rotated = done(control.post(path + "/rotate", "{\"graceSeconds\":600}"));
        String next = rotated.path("key").asString();
        assertThat(chat(key)).isEqualTo(200);
        assertThat(chat(next)).isEqualTo(200);
        String last = done(control.post(path + "/rotate", "{}")).path("key").asString();
        assertThat(chat(key)).isEqualTo(401);
        assertThat(chat(next)).isEqualTo(401);
        assertThat(chat(last)).isEqualTo(200);

        done(control.post(path + "/block", "{}"));
        assertThat(chat(last)).isEqualTo(401);
        assertThat(done(control.get(path)).path("state").asString()).isEqualTo("blocked");
        done(control.post(path + "/unblock", "{}"));
        assertThat(chat(last)).isEqualTo(200);

        JsonNode shown = done(control.get(path));
        assertThat(shown.path("name").asString()).isEqualTo("bot");
        assertThat(shown.at("/tags/env").asString()).isEqualTo("prod");
        assertThat(shown.path("teamId").asString()).isEqualTo("platform");
        assertThat(shown.toString()).doesNotContain("mac").doesNotContain("sk-aff-");

        done(control.delete(path));
        assertThat(chat(last)).isEqualTo(401);
        assertThat(control.post(path + "/rotate", "{}").statusCode()).isEqualTo(409);
        assertThat(
                        done(control.get("/audit/events?keyId=" + issued.path("id").asString()))
                                .path("data")
                                .findValuesAsString("type"))
                .contains(
                        "virtual_key.issued",
                        "virtual_key.changed",
                        "virtual_key.rotated",
                        "virtual_key.blocked",
                        "virtual_key.unblocked",
                        "virtual_key.revoked");
    }

    @Test
    void takesAKeyThatWasMadeElsewhere() throws Exception {
        byte[] hash =
                MessageDigest.getInstance("SHA-256")
                        .digest(FOREIGN.getBytes(StandardCharsets.UTF_8));
        String body =
                "{\"orgId\":\"acme\",\"keys\":[{\"sha256\":\"%s\"}]}"
                        .formatted(HexFormat.of().formatHex(hash));
        assertThat(chat(FOREIGN)).isEqualTo(401);
        String id = done(control.post("/admin/keys/import", body)).at("/keys/0/id").asString();
        assertThat(chat(FOREIGN)).isEqualTo(200);
        assertThat(control.post("/admin/keys/import", body).statusCode()).isEqualTo(409);

        String path = "/admin/keys/" + id;
        String key =
                done(control.post(path + "/rotate", "{\"graceSeconds\":600}"))
                        .path("key")
                        .asString();
        assertThat(chat(FOREIGN)).isEqualTo(200);
        assertThat(chat(key)).isEqualTo(200);
        done(control.delete(path));
        assertThat(chat(FOREIGN)).isEqualTo(401);
    }

    @Test
    void keepsTextsAsItSaysOrElseAsItsOrganization() throws Exception {
        for (String mode : List.of("commit", "seal")) {
            String other = mode.equals("commit") ? "seal" : "commit";
            done(
                    control.post(
                            "/admin/organizations",
                            "{\"id\":\"org-%1$s\",\"name\":\"O\",\"content\":\"%1$s\"}"
                                    .formatted(mode)));
            String issue = "{\"orgId\":\"org-%s\",\"content\":\"%s\"}".formatted(mode, other);
            JsonNode issued = done(control.post("/admin/keys", issue));
            String path = "/admin/keys/" + issued.path("id").asString();
            assertThat(issued.path("content").asString()).isEqualTo(other);
            assertThat(done(control.get(path)).path("content").asString()).isEqualTo(other);
            assertKeeps(issued, other.equals("seal"));

            done(control.send("PATCH", path, "{\"name\":\"b\"}"));
            assertThat(done(control.get(path)).path("content").asString()).isEqualTo(other);
            done(control.send("PATCH", path, "{\"content\":null}"));
            assertThat(done(control.get(path)).path("content").asString("")).isEmpty();
            assertKeeps(issued, mode.equals("seal"));
        }
    }

    /// A sealed text needs its own room, a commitment that of its salt.
    private static void assertKeeps(JsonNode key, boolean kept) throws SQLException {
        String text = "x".repeat(TEXT);
        String call =
                new Http(gateway.dataUrl(), key.path("key").asString())
                        .post(
                                "/v1/chat/completions",
                                "{\"model\":\"demo\",\"messages\":[{\"role\":\"user\","
                                        + "\"content\":\"%s\"}]}".formatted(text))
                        .headers()
                        .firstValue("x-affidavit-call-id")
                        .orElseThrow();
        try (Connection connection = HouseDatabase.of(gateway).superuser();
                PreparedStatement select =
                        connection.prepareStatement(
                                "select min(length(blob)), max(length(blob)), count(*)"
                                        + " from evidence.part join evidence.record"
                                        + " using (log, pos) where agg = ?")) {
            select.setObject(1, UUID.fromString(call));
            try (ResultSet row = select.executeQuery()) {
                row.next();
                assertThat(row.getInt(3)).isEqualTo(2); // request and response
                assertThat(row.getInt(1) > TEXT).isEqualTo(kept);
                assertThat(row.getInt(2) > TEXT).isEqualTo(kept);
            }
        }
    }

    @Test
    void closesATeam() {
        done(control.post("/admin/teams", "{\"orgId\":\"acme\",\"id\":\"old\",\"name\":\"Old\"}"));
        String issue = "{\"orgId\":\"acme\",\"teamId\":\"old\"}";
        String key = done(control.post("/admin/keys", issue)).path("key").asString();
        assertThat(
                        control.post(
                                        "/admin/teams",
                                        issue.replace("teamId", "id")
                                                .replace("old", "o1d")
                                                .replace("}", ",\"name\":\"O\"}"))
                                .statusCode())
                .isEqualTo(409);
        done(control.send("PATCH", "/admin/teams/acme/old", "{\"name\":\"Older\"}"));
        assertThat(chat(key)).isEqualTo(200);

        done(control.delete("/admin/teams/acme/old"));

        assertThat(chat(key)).isEqualTo(403);
        assertThat(control.post("/admin/keys", issue).statusCode()).isEqualTo(409);
        JsonNode shown = done(control.get("/admin/teams/acme/old"));
        assertThat(shown.path("state").asString()).isEqualTo("archived");
        assertThat(shown.path("name").asString()).isEqualTo("Older");
    }

    private static int chat(String key) {
        return new Http(gateway.dataUrl(), key)
                .post(
                        "/v1/chat/completions",
                        "{\"model\":\"demo\",\"messages\":[{\"role\":\"user\","
                                + "\"content\":\"Hi\"}]}")
                .statusCode();
    }

    private static JsonNode done(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 201);
        assertThat(answer.headers().firstValue("x-affidavit-visible")).isEmpty();
        return Http.json(answer);
    }
}
