package io.affidavit.solo.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// A superuser changes what was written: fsck names the position, and the history of a touched call
/// says that it does not hold.
class TamperIT {

    private static final String ASK =
            "{\"model\":\"demo\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";

    /// Statements with `{P}` for the position of the middle call's route choice and `{L}` for the
    /// last position of the log, and the position fsck must name.
    enum Tampering {
        A_BYTE_OF_A_RECORD(
                "update evidence.record set rec = set_byte(rec, 40, get_byte(rec, 40) # 1)"
                        + " where pos = {P}",
                0),
        A_RECORD_AND_ITS_LEAF(
                "update evidence.record set rec = x.rec, leaf = sha256('\\x00'::bytea || x.rec)"
                        + " from (select set_byte(rec, position('simulated'::bytea in rec) - 1,"
                        + " 83) as rec from evidence.record where pos = {P}) x where pos = {P}",
                1),
        A_ROW_IN_THE_MIDDLE_OF_A_CALL("delete from evidence.record where pos = {P}", 0),
        TWO_ROWS(
                "update evidence.record set pos = -1 where pos = {P};"
                        + "update evidence.record set pos = {P} where pos = {P} + 1;"
                        + "update evidence.record set pos = {P} + 1 where pos = -1",
                0);

        private final String sql;
        private final int offset;

        Tampering(String sql, int offset) {
            this.sql = sql;
            this.offset = offset;
        }
    }

    @TempDir private static Path temporary;
    private static Gateway gateway;
    private static final List<String> CALLS = new ArrayList<>();

    @BeforeAll
    static void start() throws SQLException {
        // What the sealer finds is put on record, and these tests put old records back.
        gateway =
                Gateway.start(
                        temporary.resolve("data"),
                        Map.of("AFFIDAVIT_PROJECTIONS_SEAL_INTERVAL", "10m"));
        Http application = new Http(gateway.dataUrl(), gateway.demoKey());
        for (int i = 0; i < 3; i++) {
            HttpResponse<String> answer = application.post("/v1/chat/completions", ASK);
            CALLS.add(answer.headers().firstValue("x-affidavit-call-id").orElseThrow());
        }
        asSuperuser("create table public.kept as select * from evidence.record");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    static Stream<Arguments> tamperings() {
        return Stream.of(Tampering.values()).map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("tamperings")
    void isFoundAndNamed(Tampering tampering) throws SQLException {
        assertThat(Fsck.run(gateway).status()).isZero();
        String call = CALLS.get(1);
        long position = positions(call).get(2);

        asSuperuser(tampering.sql.replace("{P}", Long.toString(position)));

        Fsck fsck = Fsck.run(gateway);
        JsonNode chain = chain(call);
        restore();
        assertThat(fsck.status()).as(fsck.output()).isBetween(30, 33);
        assertThat(fsck.firstFailure())
                .containsPattern("\\b" + (position + tampering.offset) + "\\b");
        assertThat(chain.path("verified").asBoolean()).as(chain.toString()).isFalse();
        assertThat(chain(call).path("verified").asBoolean()).isTrue();
    }

    @Test
    void findsACutTail() throws SQLException {
        String call = CALLS.get(2);
        long last = positions(call).getLast();

        asSuperuser("delete from evidence.record where pos >= " + last);

        Fsck fsck = Fsck.run(gateway);
        JsonNode chain = chain(call);
        restore();
        assertThat(fsck.status()).as(fsck.output()).isBetween(30, 33);
        assertThat(fsck.firstFailure()).containsPattern("\\b" + last + "\\b");
        assertThat(chain.path("verified").asBoolean()).as(chain.toString()).isFalse();
    }

    private static List<Long> positions(String call) {
        List<Long> positions = new ArrayList<>();
        history(call).path("events").forEach(e -> positions.add(e.path("position").asLong()));
        return positions;
    }

    private static JsonNode chain(String call) {
        return history(call).path("chain");
    }

    private static JsonNode history(String call) {
        Http control = new Http(gateway.controlUrl(), gateway.operatorToken());
        return Http.json(control.get("/audit/calls/" + call));
    }

    private static void restore() throws SQLException {
        asSuperuser(
                "delete from evidence.record;"
                        + "insert into evidence.record select * from public.kept");
    }

    private static void asSuperuser(String sql) throws SQLException {
        try (Connection connection = HouseDatabase.of(gateway).superuser();
                Statement statement = connection.createStatement()) {
            statement.execute("set session_replication_role = replica");
            statement.execute(sql);
        }
    }
}
