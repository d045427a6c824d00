package io.affidavit.solo.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affidavit.solo.data.DataDirectory;
import io.affidavit.solo.data.DirectoryLock;
import io.affidavit.solo.data.StartRefused;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The temporary directory is 0700, as a home is: what works here works below one.
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class EmbeddedPostgresIT {

    @TempDir private Path temporary;

    @Test
    void keepsItsDataOverARestart() throws SQLException {
        DataDirectory directory = DataDirectory.open(temporary.resolve("data"));
        EmbeddedPostgres first = EmbeddedPostgres.start(directory);
        run(first, "create table kept (id int)", "insert into kept values (1)");
        first.stop();
        assertThat(directory.postgres().resolve("data/postmaster.pid")).doesNotExist();

        EmbeddedPostgres second = EmbeddedPostgres.start(directory);
        assertThat(count(second)).isEqualTo(1);
        second.stop();
    }

    @Test
    void letsNobodyInWithoutThePassword() {
        DataDirectory directory = DataDirectory.open(temporary.resolve("data"));
        EmbeddedPostgres postgres = EmbeddedPostgres.start(directory);
        String url = "jdbc:postgresql://127.0.0.1:" + postgres.port() + "/postgres";
        assertThatThrownBy(() -> DriverManager.getConnection(url, "postgres", "guessed").close())
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("password authentication failed");
        postgres.stop();
    }

    @Test
    void refusesAServerThatWouldForgetRecords() throws SQLException {
        DataDirectory directory = DataDirectory.open(temporary.resolve("data"));
        EmbeddedPostgres postgres = EmbeddedPostgres.start(directory);
        run(postgres, "alter system set synchronous_commit = off");
        postgres.stop();
        assertThatThrownBy(() -> EmbeddedPostgres.start(directory))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("synchronous_commit=off (expected: on)");
    }

    @Test
    void startsAgainOnTheSamePortWhenItCrashes() throws Exception {
        Path data = temporary.resolve("data");
        EmbeddedPostgres postgres = EmbeddedPostgres.start(DataDirectory.open(data));
        run(postgres, "create table kept (id int)", "insert into kept values (1)");
        ProcessHandle crashed = OtherJvm.serverOf(data);
        crashed.destroyForcibly();
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .until(() -> count(postgres) == 1);
        assertThat(OtherJvm.serverOf(data).pid()).isNotEqualTo(crashed.pid());
        postgres.stop();
    }

    @Test
    void endsWithAGatewayThatIsKilled() throws Exception {
        Path data = temporary.resolve("data");
        try (OtherJvm gateway = OtherJvm.ready(data)) {
            ProcessHandle server = OtherJvm.serverOf(data);
            gateway.kill();
            OtherJvm.awaitEnd(server);
        }
        assertThat(startAndCount(data)).isEqualTo(1);
    }

    @Test
    void endsALeftoverBeforeItOpensTheData() throws Exception {
        Path data = temporary.resolve("data");
        try (OtherJvm gateway = OtherJvm.ready(data)) {
            ProcessHandle server = OtherJvm.serverOf(data);
            gateway.supervisors().forEach(ProcessHandle::destroyForcibly);
            gateway.kill();
            assertThat(OtherJvm.runs(server)).isTrue();
            assertThat(startAndCount(data)).isEqualTo(1);
            assertThat(OtherJvm.runs(server)).isFalse();
        }
    }

    private static long startAndCount(Path data) throws SQLException {
        DataDirectory directory = DataDirectory.open(data);
        try (DirectoryLock _ = DirectoryLock.take(directory)) {
            EmbeddedPostgres postgres = EmbeddedPostgres.start(directory);
            long rows = count(postgres);
            postgres.stop();
            return rows;
        }
    }

    private static void run(EmbeddedPostgres postgres, String... statements) throws SQLException {
        try (Connection connection = postgres.superuser("postgres").getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    static long count(EmbeddedPostgres postgres) throws SQLException {
        try (Connection connection = postgres.superuser("postgres").getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from kept")) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
