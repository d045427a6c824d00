package io.affidavit.solo.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.schemas.proof.SignedNote;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a whole house signs, and what it does when its log is no longer that.
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class SealIT {

    private static final String CHAT =
            "{\"model\":\"demo\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir private Path temporary;

    @Test
    void closesWhileARecordIsForged() throws Exception {
        try (Gateway gateway = Gateway.start(temporary.resolve("data"))) {
            assertThat(call(gateway).statusCode()).isEqualTo(200);
            awaitSealed(gateway);
            forge(gateway);
        }
    }

    private static void forge(Gateway gateway) throws SQLException {
        String flip =
                "update evidence.record set rec = set_byte(rec, 30, 1 # get_byte(rec, 30))"
                        + " where pos = 1";
        asSuperuser(gateway, flip);
        Http application = new Http(gateway.dataUrl(), gateway.demoKey());
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> application.get("/health/ready").statusCode() == 503);
        HttpResponse<String> refused = call(gateway);
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body()).contains("evidence_unavailable");
        Http control = new Http(gateway.controlUrl(), gateway.operatorToken());
        assertThat(control.get("/actuator/health").body()).contains("tampered with: leaf at 1");
        assertThat(control.get("/audit/events?type=ledger_tamper.detected").body())
                .contains("\"leaf\"");

        asSuperuser(gateway, flip);
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> application.get("/health/ready").statusCode() == 200);
        assertThat(call(gateway).statusCode()).isEqualTo(200);
        assertThat(Fsck.run(gateway).status()).isZero();
    }

    private static HttpResponse<String> call(Gateway gateway) {
        return new Http(gateway.dataUrl(), gateway.demoKey()).post("/v1/chat/completions", CHAT);
    }

    /// Waits until everything is sealed and anchored.
    private static void awaitSealed(Gateway gateway) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(newest(gateway).checkpoint().size())
                                .isEqualTo(number(gateway, "select size from evidence.head")));
    }

    private static SignedNote newest(Gateway gateway) throws IOException {
        Path anchor = gateway.data().resolve("anchor/0");
        assertThat(anchor).isDirectory();
        try (Stream<Path> files = Files.list(anchor)) {
            List<Path> whole = // one that is being written has another name
                    files.filter(file -> file.toString().endsWith(".checkpoint")).sorted().toList();
            return SignedNote.parse(Files.readAllBytes(whole.getLast()));
        }
    }

    private static long number(Gateway gateway, String query) {
        try (Connection connection = HouseDatabase.of(gateway).superuser();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void asSuperuser(Gateway gateway, String sql) throws SQLException {
        try (Connection connection = HouseDatabase.of(gateway).superuser();
                Statement statement = connection.createStatement()) {
            statement.execute("set session_replication_role = replica");
            statement.execute(sql);
        }
    }
}
