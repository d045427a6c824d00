package io.affidavit.command.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.command.web.AdminClient.Answer;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What an operator does with keys.
@ExtendWith(RunningRoom.class)
class KeyLifeApiTest {

    private static final Random RANDOM = new Random(7);

    private final AdminClient admin;
    private final String org = "life-" + RANDOM.nextInt(1_000_000);

    KeyLifeApiTest(AdminClient admin) {
        this.admin = admin;
    }

    @BeforeEach
    void register() {
        admin.post("/admin/organizations", "{\"id\":\"%s\",\"name\":\"O\"}".formatted(org));
        admin.post("/admin/teams", "{\"orgId\":\"%s\",\"id\":\"t\",\"name\":\"T\"}".formatted(org));
    }

    @Test
    void changesAKey() {
        String path = "/admin/keys/" + issue();
        Answer changed =
                admin.patch(
                        path,
                        """
                        {"name":"n","teamId":"t","aliases":["gpt-*","fast"],\
                        "surfaces":["messages"],"expiresAt":"2099-01-01T00:00:00Z",\
                        "metadata":{"a":1},"tags":{"env":"prod"}}\
                        """);
        assertThat(changed.status()).as(changed.text()).isEqualTo(200);
        assertThat(changed.member("teamId")).isEqualTo("t");
        assertThat(changed.member("aliases")).isEqualTo("[\"gpt-*\",\"fast\"]");
        assertThat(changed.member("surfaces")).isEqualTo("[\"messages\"]");
        assertThat(changed.member("expiresAt")).isEqualTo("2099-01-01T00:00:00Z");

        Answer cleared =
                admin.patch(
                        path, "{\"teamId\":null,\"expiresAt\":null,\"name\":null,\"tags\":null}");
        assertThat(cleared.status()).as(cleared.text()).isEqualTo(200);
        assertThat(cleared.member("teamId")).isEqualTo("null");
        assertThat(cleared.member("expiresAt")).isEqualTo("null");
        assertThat(cleared.member("aliases")).isEqualTo("[\"gpt-*\",\"fast\"]");
    }

    @Test
    void refusesWhatAKeyCannotBe() {
        String path = "/admin/keys/" + issue();
        for (String wrong :
                new String[] {
                    "\"aliases\":null",
                    "\"aliases\":[\"g*t\"]",
                    "\"aliases\":[\"*\",\"a\"]",
                    "\"surfaces\":[\"responses\"]",
                    "\"surfaces\":[]",
                    "\"teamId\":null,\"projectId\":\"p\"",
                    "\"projectId\":\"p\"",
                    "\"tags\":{\"a\":1}",
                    "\"orgId\":\"other\"",
                    "\"expiresAt\":\"2001-01-01T00:00:00Z\"",
                    "\"rpm\":5"
                }) {
            assertThat(admin.patch(path, "{" + wrong + "}").status()).as(wrong).isEqualTo(400);
        }
        assertThat(admin.patch(path, "{\"teamId\":\"nobody\"}").status()).isEqualTo(404);
        assertThat(admin.patch("/admin/keys/000000000000", "{}").status()).isEqualTo(404);
    }

    @Test
    void rotatesOnceARequest() {
        String id = issue();
        String path = "/admin/keys/" + id + "/rotate";
        Answer rotated = admin.post(path, "{\"graceSeconds\":60}", "Idempotency-Key", "r-" + org);
        assertThat(rotated.status()).as(rotated.text()).isEqualTo(200);
        assertThat(rotated.member("id")).isEqualTo(id);
        assertThat(rotated.member("key")).startsWith("sk-aff-" + id);
        assertThat(rotated.member("graceUntil")).isNotEqualTo("null");

        Answer again = admin.post(path, "{\"graceSeconds\":60}", "Idempotency-Key", "r-" + org);
        assertThat(again.member("key")).isEqualTo("null");
        assertThat(admin.post(path, "{}").member("graceUntil")).isEqualTo("null");
        assertThat(admin.post(path, "{\"graceSeconds\":604801}").status()).isEqualTo(400);
    }

    @Test
    void blocksUnblocksAndRevokes() {
        String path = "/admin/keys/" + issue();
        assertThat(admin.post(path + "/block", "").member("state")).isEqualTo("blocked");
        assertThat(admin.post(path + "/block", "{}").member("state")).isEqualTo("blocked");
        assertThat(admin.post(path + "/unblock", "{}").member("state")).isEqualTo("active");
        assertThat(admin.delete(path).member("state")).isEqualTo("revoked");
        for (String action : new String[] {"/block", "/unblock", "/rotate"}) {
            Answer refused = admin.post(path + action, "{}");
            assertThat(refused.status()).as(action).isEqualTo(409);
            assertThat(refused.member("code")).isEqualTo("conflict");
        }
        assertThat(admin.patch(path, "{\"name\":\"n\"}").status()).isEqualTo(409);
    }

    @Test
    void importsAllOrNone() {
        String first = hash();
        Answer imported = imports(first, hash());
        assertThat(imported.status()).as(imported.text()).isEqualTo(201);
        String id = imported.json().at("/keys/0/id").asString();

        String fresh = hash();
        Answer refused = imports(fresh, first);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.member("detail")).contains("keys[1].sha256");
        assertThat(imports(fresh, fresh).member("detail")).contains("keys[1].sha256");
        assertThat(imports(fresh).status()).isEqualTo(201); // nothing of the refused ones stayed

        assertThat(admin.post("/admin/keys/" + id + "/rotate", "{}").member("key"))
                .startsWith("sk-aff-" + id);
    }

    @Test
    void importsAThousandOnce() {
        String body = body(Stream.generate(KeyLifeApiTest::hash).limit(1_000));
        Answer imported = admin.post("/admin/keys/import", body, "Idempotency-Key", "i-" + org);
        assertThat(imported.status()).as(imported.text()).isEqualTo(201);
        assertThat(imported.json().path("keys")).hasSize(1_000);
        Answer again = admin.post("/admin/keys/import", body, "Idempotency-Key", "i-" + org);
        assertThat(again.text()).isEqualTo(imported.text());
    }

    @Test
    void refusesWhatIsNoHash() {
        String empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assertThat(imports(empty).status()).isEqualTo(400);
        assertThat(imports("AB".repeat(32)).text()).contains("keys[0].sha256");
        assertThat(imports().status()).isEqualTo(400);
        assertThat(
                        admin.post(
                                        "/admin/keys/import",
                                        body(Stream.generate(KeyLifeApiTest::hash).limit(1_001)))
                                .status())
                .isEqualTo(400);
    }

    private Answer imports(String... hashes) {
        return admin.post("/admin/keys/import", body(Stream.of(hashes)));
    }

    private String body(Stream<String> hashes) {
        return hashes.map(hash -> "{\"sha256\":\"" + hash + "\",\"name\":\"n\"}")
                .collect(
                        Collectors.joining(
                                ",",
                                "{\"orgId\":\"" + org + "\",\"teamId\":\"t\",\"keys\":[",
                                "]}"));
    }

    private String issue() {
        return admin.post("/admin/keys", "{\"orgId\":\"%s\"}".formatted(org)).member("id");
    }

    private static String hash() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
