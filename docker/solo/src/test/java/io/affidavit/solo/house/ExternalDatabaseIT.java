package io.affidavit.solo.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affidavit.solo.data.StartRefused;
import io.affidavit.solo.database.DatabaseAddress;
import io.affidavit.solo.database.DatabaseCheck;
import io.affidavit.solo.database.Logins;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A database that somebody else runs: how it is set up, and which one is refused.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ExternalDatabaseIT {

    @TempDir private static Path temporary;
    private static SharedHouse house;
    private static ExternalServer server;
    private static Gateway first;

    @BeforeAll
    static void start() throws Exception {
        house = new SharedHouse(temporary);
        server = house.server;
        first = house.first;
        first.stop();
    }

    @AfterAll
    static void stop() {
        house.close();
    }

    @Test
    void setsUpOnceAndSaysSo() throws Exception {
        String logins = Files.readString(first.data().resolve("database.passwords"));

        ExternalServer.Outcome again = server.init(first.data());
        assertThat(again.status()).as(again.output()).isZero();
        assertThat(again.output()).contains("was set up already");
        assertThat(first.data().resolve("database.passwords")).hasContent(logins);

        ExternalServer.Outcome elsewhere = server.init(temporary.resolve("elsewhere"));
        assertThat(elsewhere.status()).isEqualTo(1);
        assertThat(elsewhere.output()).contains("has its logins already");
    }

    @Test
    void refusesADatabaseThatMayForget() throws Exception {
        server.execute("alter system set fsync = off", "select pg_reload_conf()");
        try {
            Path data = house.copyOfFirst("forgetful");
            Gateway refused =
                    Gateway.launch(data, SharedHouse.SETTINGS, "--database", server.url());
            assertThat(refused.awaitExit()).isEqualTo(1);
            assertThat(refused.errors())
                    .contains(
                            "PostgreSQL is not set up to keep records: fsync: off (expected: on)");
        } finally {
            server.execute("alter system reset fsync", "select pg_reload_conf()");
        }
    }

    @Test
    void refusesADatabaseOfAnotherBuildOrThatCannotBeWritten() throws Exception {
        Logins logins = Logins.read(first.data().resolve("database.passwords"));
        assertThat(DatabaseCheck.run(DatabaseAddress.parse(server.url()), logins)).isFalse();

        server.execute(
                "insert into evidence.migration (installed_rank, version, description, type, script,"
                        + " checksum, installed_by, execution_time, success) values (99, '9999',"
                        + " 'later', 'SQL', 'V9999__later.sql', 1, 'x', 1, true)");
        assertRefused(logins, "schema evidence is newer than this build: it has version 9999");
        server.execute(
                "delete from evidence.migration where version = '9999'",
                "create table public.kept as select * from read.migration",
                "delete from read.migration where installed_rank = (select max(installed_rank) from"
                        + " read.migration)");
        assertRefused(logins, "schema read is older than this build");
        server.execute(
                "insert into read.migration select * from public.kept k where not exists (select"
                        + " from read.migration m where m.installed_rank = k.installed_rank)",
                "drop table public.kept",
                "alter role affidavit_writer set default_transaction_read_only = on");
        assertRefused(logins, "the database is read-only");
        server.execute(
                "alter role affidavit_writer reset default_transaction_read_only",
                "alter role affidavit_writer set synchronous_commit = off");
        assertRefused(logins, "synchronous_commit: off (expected: on)");
        server.execute("alter role affidavit_writer reset synchronous_commit");
    }

    private static void assertRefused(Logins logins, String why) {
        assertThatThrownBy(() -> DatabaseCheck.run(DatabaseAddress.parse(server.url()), logins))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining(why);
    }

    @Test
    void refusesOtherKeys() throws Exception {
        Path data = house.copyOfFirst("stranger");
        Files.delete(data.resolve("keys/log.ed25519.pub"));
        Files.copy(data.resolve("keys/receipt.ed25519.pub"), data.resolve("keys/log.ed25519.pub"));
        Gateway refused = Gateway.launch(data, SharedHouse.SETTINGS, "--database", server.url());
        assertThat(refused.awaitExit()).isEqualTo(1);
        assertThat(refused.errors()).contains("are not those of log affidavit.local/");
    }
}
