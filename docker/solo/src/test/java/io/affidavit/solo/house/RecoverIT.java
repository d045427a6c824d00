package io.affidavit.solo.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipFile;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A house that lost the newest part of its log for good and goes on, on record.
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class RecoverIT {

    private static final String CHAT =
            "{\"model\":\"demo\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir private Path temporary;
    private Path data;
    private Path backup;
    private String demo;

    /// An answered call.
    private record Call(String id, String receipt) {}

    @Test
    void goesOnInAnotherLogThatNamesWhatWasLost() throws Exception {
        data = temporary.resolve("data");
        backup = temporary.resolve("backup");
        Kept before = untilTheBackup();
        Call kept = before.call();
        long old = before.size();
        assertRefused("nothing was lost");

        Lost lost = untilTheLoss();
        restore();
        Gateway refused = Gateway.launch(data, Map.of());
        assertThat(refused.awaitExit()).isEqualTo(1);
        assertThat(refused.errors())
                .containsPattern(
                        "a log of " + old + " records \\(expected: at least " + lost.size())
                .contains("recover --declare-loss");

        Outcome declared = recover("--declare-loss", "--reason", "the disk of the database broke");
        assertThat(declared.status()).as(declared.output()).isZero();
        assertThat(declared.output())
                .contains(
                        lost.size() + " records were signed, the database has " + old,
                        lost.size() - old + " are gone");
        assertRefused("nothing was lost");

        try (Gateway gateway = Gateway.start(data)) {
            assertGoesOn(gateway, kept, lost, old);
        }
        againFromTheSameBackup(kept);
    }

    /// @param size of the log in the backup
    private record Kept(long size, Call call) {}

    private Kept untilTheBackup() throws Exception {
        Kept kept;
        try (Gateway gateway = Gateway.start(data)) {
            limit(gateway, "organization", "demo");
            demo = control(gateway).get("/admin/organizations/demo").body();
            Call call = call(gateway, gateway.demoKey());
            kept = new Kept(awaitSealed(gateway, 0), call);
        }
        run("cp", "-a", data.resolve("postgres/data").toString(), backup.toString());
        return kept;
    }

    /// @param size of the log that was lost
    /// @param bundle of the call, made before
    private record Lost(long size, String key, Call call, Path bundle) {}

    private Lost untilTheLoss() throws Exception {
        try (Gateway gateway = Gateway.start(data)) {
            assertThat(recover("--declare-loss", "--reason", "while it runs").output())
                    .contains("already in use by process");
            HttpResponse<String> issued =
                    control(gateway).post("/admin/keys", "{\"orgId\":\"demo\"}");
            assertThat(issued.statusCode()).as(issued.body()).isEqualTo(201);
            String key = Http.json(issued).path("key").asString();
            rotateKeys(gateway, 0);
            Call lost = call(gateway, key);
            Path bundle = export("lost", "--call", lost.id());
            return new Lost(awaitSealed(gateway, 0), key, lost, bundle);
        }
    }

    private void restore() throws Exception {
        run("rm", "-rf", data.resolve("postgres/data").toString());
        run("cp", "-a", backup.toString(), data.resolve("postgres/data").toString());
    }

    private void assertGoesOn(Gateway gateway, Call kept, Lost lost, long old) throws Exception {
        Http control = control(gateway);
        Call next = call(gateway, gateway.demoKey());
        assertThat(
                        control.post("/admin/organizations", "{\"id\":\"acme\",\"name\":\"Acme\"}")
                                .statusCode())
                .isEqualTo(201);
        assertThat(control.get("/admin/organizations/acme").body()).contains("\"Acme\"");
        assertThat(chat(gateway, lost.key()).statusCode()).isEqualTo(401);
        JsonNode newest = Http.json(control.get("/audit/calls?limit=1")).path("data").path(0);
        assertThat(newest.path("callId").asString()).isEqualTo(next.id());
        assertVerified(control, kept.id());
        JsonNode first = assertVerified(control, next.id()).path("events").path(0);
        assertThat(first.path("log").asInt()).isEqualTo(1);
        assertThat(control.get("/audit/calls/" + lost.call().id()).statusCode()).isEqualTo(404);

        JsonNode opened = Http.json(control.get("/audit/events?type=log.opened")).path("data");
        assertThat(opened.size()).isEqualTo(2);
        JsonNode declared = opened.path(1);
        assertThat(declared.path("log").asInt()).isEqualTo(1);
        assertThat(declared.path("position").asLong()).isZero();
        assertThat(declared.path("by").path("id").asString()).isEqualTo("operator");
        assertThat(declared.path("parts").path(0).path("name").asString()).isEqualTo("reason");
        JsonNode tail = declared.path("data").path("lost").path(0);
        assertThat(tail.path("origin").asString())
                .isEqualTo(opened.path(0).path("data").path("origin").asString());
        assertThat(tail.path("sealed_size").asString()).isEqualTo(Long.toString(lost.size()));
        assertThat(tail.path("kept_size").asString()).isEqualTo(Long.toString(old));

        awaitSealed(gateway, 1);
        assertThat(control.get("/evidence/checkpoint?log=0").body())
                .startsWith(tail.path("origin").asString());
        assertThat(type("events", "--type", "log.opened").output()).contains("A loss was declared");
        assertSound(lost.bundle());
        assertSound(export("next", "--call", next.id()));
        assertSound(export("kept", "--call", kept.id()));
        String key = gateway.demoKey().split("-", -1)[2];
        assertSound(export("key", "--key", key));
        limit(gateway, "key", key);
        Outcome both = type("export", "--key", key, "--out", temporary.resolve("x").toString());
        assertThat(both.status()).as(both.output()).isEqualTo(1);
        assertThat(both.output())
                .contains("records in the logs [" + tail.path("origin").asString());
        assertKept(kept);
        rotateKeys(gateway, 1);
        Call later = call(gateway, gateway.demoKey());
        awaitSealed(gateway, 1);
        assertKept(later);
        assertAudited();
    }

    /// The record of that is lost with what comes behind it.
    private void rotateKeys(Gateway gateway, int log) {
        Outcome rotated = type("log", "rotate");
        assertThat(rotated.status()).as(rotated.output()).isZero();
        awaitSealed(gateway, log);
    }

    private void assertKept(Call call) {
        Outcome promise = type("receipt", "verify", call.receipt());
        assertThat(promise.status()).as(promise.output()).isEqualTo(3);
    }

    /// What was begun behind the first loss is lost as well, and the next log names both.
    private void againFromTheSameBackup(Call kept) throws Exception {
        restore();
        Gateway refused = Gateway.launch(data, Map.of());
        assertThat(refused.awaitExit()).isEqualTo(1);
        assertThat(refused.errors()).contains("log 1, which the anchor has seen");
        Outcome declared = recover("--declare-loss", "--reason", "the same backup again");
        assertThat(declared.status()).as(declared.output()).isZero();
        try (Gateway gateway = Gateway.start(data, "--rebuild")) {
            assertThat(control(gateway).get("/admin/organizations/demo").body()).isEqualTo(demo);
            Call next = call(gateway, gateway.demoKey());
            JsonNode first = assertVerified(control(gateway), next.id()).path("events").path(0);
            assertThat(first.path("log").asInt()).isEqualTo(2);
            JsonNode opened =
                    Http.json(control(gateway).get("/audit/events?type=log.opened")).path("data");
            assertThat(opened.path(1).path("data").path("lost").size()).isEqualTo(2);
            awaitSealed(gateway, 2);
            assertKept(kept);
            assertKept(next);
            assertSound(export("third", "--call", next.id()));
            assertAudited();
        }
    }

    private static JsonNode assertVerified(Http control, String call) {
        HttpResponse<String> history = control.get("/audit/calls/" + call);
        assertThat(Http.json(history).path("chain").path("verified").asBoolean())
                .as(history.body())
                .isTrue();
        return Http.json(history);
    }

    private void assertAudited() {
        Fsck fsck = Fsck.run(data, "--accounts");
        assertThat(fsck.status()).as(fsck.output()).isZero();
    }

    private void assertSound(Path bundle) throws IOException {
        Path trust = Files.createTempDirectory(temporary, "trust");
        try (ZipFile zip = new ZipFile(bundle.toFile())) {
            for (String name : List.of("policy", "root.pem")) {
                Files.write(
                        trust.resolve(name),
                        zip.getInputStream(zip.getEntry("trust/" + name)).readAllBytes());
            }
        }
        Outcome verified =
                type(
                        "verify",
                        bundle.toString(),
                        "--policy",
                        trust.resolve("policy").toString(),
                        "--ca",
                        trust.resolve("root.pem").toString());
        assertThat(verified.status()).as(verified.output()).isZero();
    }

    private Path export(String name, String scope, String id) {
        Path bundle = temporary.resolve(name + ".zip");
        Outcome exported = type("export", scope, id, "--out", bundle.toString());
        assertThat(exported.status()).as(exported.output()).isZero();
        return bundle;
    }

    private static void limit(Gateway gateway, String kind, String id) {
        String limit =
                "{\"scope\":{\"kind\":\"%s\",\"id\":\"%s\"},\"unit\":\"requests\",\"window\":\"day\",\"amount\":\"100\"}"
                        .formatted(kind, id);
        HttpResponse<String> set = control(gateway).send("PUT", "/admin/limits", limit);
        assertThat(set.statusCode()).as(set.body()).isEqualTo(200);
    }

    private static Call call(Gateway gateway, String key) {
        HttpResponse<String> answer = chat(gateway, key);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new Call(
                answer.headers().firstValue("x-affidavit-call-id").orElseThrow(),
                answer.headers().firstValue("x-affidavit-receipt").orElseThrow());
    }

    private static HttpResponse<String> chat(Gateway gateway, String key) {
        return new Http(gateway.dataUrl(), key).post("/v1/chat/completions", CHAT);
    }

    private static Http control(Gateway gateway) {
        return new Http(gateway.controlUrl(), gateway.operatorToken());
    }

    private static long awaitSealed(Gateway gateway, int log) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> sealedSize(gateway, log), size -> size > 0);
    }

    private static long sealedSize(Gateway gateway, int log) throws SQLException {
        try (Connection connection = HouseDatabase.of(gateway).superuser()) {
            return HouseDatabase.sealedSize(connection, log);
        }
    }

    private void assertRefused(String why) {
        Outcome refused = recover("--declare-loss", "--reason", "no loss");
        assertThat(refused.status()).as(refused.output()).isEqualTo(1);
        assertThat(refused.output()).contains(why);
    }

    private Outcome recover(String... words) {
        return Outcome.of("io.affidavit.solo.RecoverMain", data, words);
    }

    private Outcome type(String... words) {
        return Outcome.of("io.affidavit.replay.cli.Main", data, words);
    }

    private static void run(String... command) throws Exception {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }
}
