package io.affidavit.solo.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Two losses in a row of a database that somebody else runs, and that two nodes share.
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class RecoverExternalIT {

    private static final String CHAT =
            "{\"model\":\"demo\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir private Path temporary;
    private SharedHouse house;

    @BeforeEach
    void open() throws Exception {
        house = new SharedHouse(temporary);
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void goesOnAfterTheSameBackupWasRestoredTwice() throws Exception {
        Path first = house.first.data();
        String demo = house.first.demoKey();
        String kept = call(house.first, demo);
        awaitSealed(0, first);
        house.first.stop();
        house.server.administer("create database kept template house");

        String lost;
        Path second;
        try (Gateway one = start(first);
                Gateway other = house.further("second", demo)) {
            call(one, demo);
            second = other.data();
            lost = call(other, demo);
            awaitSealed(0, first, second);
        }
        restore();
        assertStartRefused(first);
        declareLoss(second);

        try (Gateway one = start(first);
                Gateway other = start(second)) {
            assertThat(logs(one, call(one, demo))).containsExactly(1);
            assertThat(logs(other, call(other, demo))).containsExactly(1);
            assertThat(logs(other, kept)).containsExactly(0);
            assertThat(control(one).get("/audit/calls/" + lost).statusCode()).isEqualTo(404);
            awaitSealed(1, first, second);
        }
        restore();
        assertStartRefused(second);
        declareLoss(second);

        try (Gateway one = start(first, "--rebuild");
                Gateway other = start(second)) {
            assertThat(logs(one, call(one, demo))).containsExactly(2);
            assertThat(logs(other, kept)).containsExactly(0);
            JsonNode opened =
                    Http.json(control(one).get("/audit/events?type=log.opened")).path("data");
            assertThat(opened.path(1).path("data").path("lost").size()).isEqualTo(2);
            awaitSealed(2, first, second);
        }
        Fsck fsck = Fsck.run(first, "--database", house.server.url(), "--accounts");
        assertThat(fsck.status()).as(fsck.output()).isZero();
    }

    private void restore() throws SQLException {
        house.server.administer("drop database house", "create database house template kept");
    }

    private Gateway start(Path data, String... words) {
        return Gateway.start(data, SharedHouse.SETTINGS, withDatabase(words));
    }

    private String[] withDatabase(String... words) {
        return Stream.concat(Stream.of(words), Stream.of("--database", house.server.url()))
                .toArray(String[]::new);
    }

    private void assertStartRefused(Path data) {
        Gateway refused = Gateway.launch(data, SharedHouse.SETTINGS, withDatabase());
        assertThat(refused.awaitExit()).isEqualTo(1);
        assertThat(refused.errors()).contains("recover --declare-loss");
    }

    private void declareLoss(Path data) {
        String[] words =
                withDatabase("--declare-loss", "--reason", "the disk of the database broke");
        Outcome declared = Outcome.of("io.affidavit.solo.RecoverMain", data, words);
        assertThat(declared.status()).as(declared.output()).isZero();
        assertThat(declared.output())
                .contains("./affidavit start --database '" + house.server.url() + "'");

        Outcome again = Outcome.of("io.affidavit.solo.RecoverMain", data, words);
        assertThat(again.status()).as(again.output()).isEqualTo(1);
        assertThat(again.output()).contains("nothing was lost");
    }

    private static String call(Gateway gateway, String key) {
        HttpResponse<String> answer =
                new Http(gateway.dataUrl(), key).post("/v1/chat/completions", CHAT);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.headers().firstValue("x-affidavit-call-id").orElseThrow();
    }

    private static Http control(Gateway gateway) {
        return new Http(gateway.controlUrl(), gateway.operatorToken());
    }

    /// Which logs the records of a call stand in, all of them sound.
    private static Set<Integer> logs(Gateway gateway, String call) {
        HttpResponse<String> answer = control(gateway).get("/audit/calls/" + call);
        JsonNode history = Http.json(answer);
        assertThat(history.path("chain").path("verified").asBoolean()).as(answer.body()).isTrue();
        Set<Integer> logs = new TreeSet<>();
        history.path("events").forEach(event -> logs.add(event.path("log").asInt()));
        return logs;
    }

    /// Until the whole log is signed, and each of these nodes has kept that outside of the
    /// database: whoever does not sign does so a little later.
    private void awaitSealed(int log, Path... nodes) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> {
                    String newest = "%020d.checkpoint".formatted(sealedSize(log));
                    return Stream.of(nodes)
                            .map(data -> data.resolve("anchor/" + log + '/' + newest))
                            .allMatch(Files::exists);
                });
    }

    private long sealedSize(int log) throws SQLException {
        try (Connection connection = house.server.superuser()) {
            return HouseDatabase.sealedSize(connection, log);
        }
    }
}
