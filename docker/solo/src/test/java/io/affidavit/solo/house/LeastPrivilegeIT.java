package io.affidavit.solo.house;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// With what the running process knows, no record can be changed or removed.
class LeastPrivilegeIT {

    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private static final List<String> ROLES =
            List.of(
                    "affidavit_writer",
                    "affidavit_vault",
                    "affidavit_projector",
                    "affidavit_sealer",
                    "affidavit_discloser",
                    "affidavit_reader");

    private static final List<String> ATTEMPTS =
            List.of(
                    "update evidence.record set rec = rec",
                    "update evidence.part set blob = blob",
                    "delete from evidence.record",
                    "delete from evidence.part",
                    "truncate evidence.record",
                    "truncate evidence.part",
                    "update seal.checkpoint set root = root",
                    "delete from seal.checkpoint",
                    "truncate seal.checkpoint",
                    "update seal.tile set hashes = hashes",
                    "delete from seal.tile",
                    "truncate seal.tile",
                    "alter table evidence.record add column more text",
                    "alter table evidence.record disable trigger all",
                    "drop table evidence.record",
                    "drop trigger record_append_only on evidence.record",
                    "drop schema evidence cascade",
                    "create or replace function evidence.refuse_change() returns trigger"
                            + " language plpgsql as 'begin return null; end'",
                    "set role affidavit_owner",
                    "set role postgres",
                    "set session authorization postgres",
                    "set session_replication_role = replica");

    @TempDir private static Path temporary;
    private static Gateway gateway;

    @BeforeAll
    static void start() {
        gateway = Gateway.start(temporary.resolve("data"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    static Stream<Arguments> attempts() {
        return ROLES.stream()
                .flatMap(role -> ATTEMPTS.stream().map(sql -> Arguments.of(role, sql)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("attempts")
    void isRefused(String role, String sql) throws SQLException {
        try (Connection connection = HouseDatabase.of(gateway).role(role);
                Statement statement = connection.createStatement()) {
            statement.execute("set default_transaction_read_only = off"); // a default, no privilege
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> statement.execute(sql))
                    .extracting(SQLException::getSQLState)
                    .isEqualTo(INSUFFICIENT_PRIVILEGE);
        }
    }
}
