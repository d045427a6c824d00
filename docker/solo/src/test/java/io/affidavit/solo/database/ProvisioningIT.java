package io.affidavit.solo.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affidavit.solo.data.DataDirectory;
import io.affidavit.solo.data.SecretFile;
import io.affidavit.solo.postgres.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ProvisioningIT {

    @TempDir private static Path temporary;

    private static DataDirectory directory;
    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void provideTwice() throws SQLException {
        directory = DataDirectory.open(temporary.resolve("data"));
        postgres = EmbeddedPostgres.start(directory);
        Provisioning.run(postgres.superuser("postgres"), directory.passwords());
        Provisioning.run(postgres.superuser("postgres"), directory.passwords());
        Migrations.of(url(), directory.passwords()).run();
        Migrations.of(url(), directory.passwords()).run();
    }

    @AfterAll
    static void stop() {
        postgres.stop();
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void letsEachRoleInWithItsOwnPassword(Role role) throws SQLException {
        try (Connection connection = open(role);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select current_user")) {
            rows.next();
            assertThat(rows.getString(1)).isEqualTo(role.login());
        }
        assertThat(SecretFile.read(role.passwordFile(directory.passwords()))).hasSize(43);
    }

    @ParameterizedTest
    @EnumSource(value = Role.class, names = "OWNER", mode = EnumSource.Mode.EXCLUDE)
    void givesNoServingRoleAWayToMore(Role role) {
        for (String statement :
                new String[] {
                    "set role affidavit_owner",
                    "set role postgres",
                    "create schema mine",
                    "create table public.mine (id int)",
                    "create temporary table mine (id int)",
                    "create role mine",
                    "grant affidavit_owner to " + role.login(),
                    "drop schema evidence cascade",
                    "alter system set fsync = off"
                }) {
            assertThatThrownBy(() -> run(role, statement))
                    .as(statement)
                    .isInstanceOf(SQLException.class)
                    .extracting(e -> ((SQLException) e).getSQLState())
                    .isIn("42501", "25006"); // insufficient privilege, read-only transaction
        }
    }

    @Test
    void startsWithAnEmptyLog() throws SQLException {
        assertThat(Migrations.of(url(), directory.passwords()).logIsEmpty()).isTrue();
    }

    @Test
    void givesANewPasswordToARoleWhoseFileIsGone() throws Exception {
        Files.delete(Role.READER.passwordFile(directory.passwords()));
        Provisioning.run(postgres.superuser("postgres"), directory.passwords());
        letsEachRoleInWithItsOwnPassword(Role.READER);
    }

    @Test
    void keepsPasswordsOutOfTheServersLog() throws Exception {
        String log = Files.readString(directory.logs().resolve("postgresql.log"));
        for (Role role : Role.values()) {
            assertThat(log)
                    .doesNotContain(SecretFile.read(role.passwordFile(directory.passwords())));
        }
    }

    private static void run(Role role, String sql) throws SQLException {
        try (Connection connection = open(role);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Connection open(Role role) throws SQLException {
        String password = SecretFile.read(role.passwordFile(directory.passwords()));
        return DriverManager.getConnection(url(), role.login(), password);
    }

    private static String url() {
        return "jdbc:postgresql://127.0.0.1:" + postgres.port() + "/" + Provisioning.DATABASE;
    }
}
