package io.affidavit.command.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// With the logins that the process has, what is on record cannot be changed.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GrantsTest {

    private TestLog logs;

    @BeforeAll
    void open(@TempDir Path directory) {
        logs = new TestLog(directory);
        TestLog.append(logs.node(), Facts.refused(Facts.newCall(), "acme"));
    }

    @AfterAll
    void close() {
        logs.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update evidence.record set leaf = leaf",
                "delete from evidence.record",
                "truncate evidence.record",
                "alter table evidence.record disable trigger all",
                "alter table evidence.record add column more int",
                "drop table evidence.record",
                "update evidence.part set blob = blob",
                "delete from evidence.part",
                "delete from evidence.head",
                "drop schema evidence cascade",
                "create table evidence.mine (id int)",
                "set role affidavit_owner",
                "set session_replication_role = replica",
                "select * from vault.epoch_key"
            })
    void theAppendingRoleIsRefused(String sql) {
        assertRefused(sql, "affidavit_writer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select * from evidence.record",
                "update vault.epoch_key set wrapped = wrapped",
                "drop table vault.epoch_key",
                "set role affidavit_owner"
            })
    void theVaultsRoleIsRefused(String sql) {
        assertRefused(sql, "affidavit_vault");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "insert into evidence.record select * from evidence.record",
                "update evidence.record set leaf = leaf",
                "update evidence.head set size = 0",
                "select * from vault.credential"
            })
    void theReadingRolesAreRefused(String sql) {
        assertRefused(sql, "affidavit_reader");
        assertRefused(sql, "affidavit_projector");
    }

    /// Keys without ciphertexts, and nothing else of the vault or the log.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "select * from vault.credential",
                "select * from vault.organization_key",
                "select * from evidence.part",
                "select * from evidence.record",
                "insert into vault.subject_key select * from vault.subject_key",
                "delete from vault.epoch_key",
                "set role affidavit_owner"
            })
    void theDisclosersRoleIsRefused(String sql) {
        assertRefused(sql, "affidavit_discloser");
        assertThatCode(() -> run("select * from vault.epoch_key", "affidavit_discloser"))
                .doesNotThrowAnyException();
        assertRefused("select * from vault.epoch_key", "affidavit_reader");
    }

    private void assertRefused(String sql, String role) {
        assertThatThrownBy(() -> run(sql, role))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
    }

    private void run(String sql, String role) throws SQLException {
        try (Connection connection = logs.database.below().dataSource(role).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
