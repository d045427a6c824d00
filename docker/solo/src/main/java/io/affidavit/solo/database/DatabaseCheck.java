package io.affidavit.solo.database;

import io.affidavit.solo.data.StartRefused;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;

/// Whether a database that somebody else runs is fit to hold the log. Asked at every start, as the
/// roles that will use it; nothing is changed.
public final class DatabaseCheck {

    private static final int OLDEST = 15;
    private static final int PER_MAJOR = 10_000;
    private static final String INIT = "./affidavit db init --admin-url";

    private DatabaseCheck() {}

    /// Refuses a database that is not fit.
    ///
    /// @return whether the log is still empty
    /// @throws StartRefused with what has to be changed
    public static boolean run(DatabaseAddress address, Logins logins) {
        DataSource writer = address.as(Role.WRITER, logins);
        try {
            try (Connection connection = writer.getConnection()) {
                durable(connection);
                writable(connection);
            }
            for (Map.Entry<String, Role> schema : Migrations.SCHEMAS.entrySet()) {
                Role role = schema.getValue();
                version(address.as(role, logins), schema.getKey());
            }
            return Migrations.logIsEmpty(writer);
        } catch (SQLException e) {
            throw new StartRefused(
                    "the database at %s:%d/%s cannot be used: %s"
                            .formatted(
                                    address.host(), address.port(), address.name(), e.getMessage()),
                    e);
        }
    }

    /// Refuses a server that may forget what it has confirmed.
    static void durable(Connection connection) throws SQLException {
        int version = Integer.parseInt(show(connection, "server_version_num")) / PER_MAJOR;
        if (version < OLDEST) {
            throw new StartRefused(
                    "PostgreSQL " + version + " is too old (expected: " + OLDEST + " or newer)");
        }
        List<String> weak = new ArrayList<>();
        for (String setting : List.of("fsync", "full_page_writes", "synchronous_commit")) {
            if (show(connection, setting).equals("off")) {
                weak.add(setting + ": off (expected: on)");
            }
        }
        if (!weak.isEmpty()) {
            throw new StartRefused(
                    "PostgreSQL is not set up to keep records: " + String.join(", ", weak));
        }
    }

    private static void writable(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select pg_is_in_recovery()")) {
            row.next();
            if (row.getBoolean(1)) {
                throw new StartRefused(
                        "the database server is a standby in recovery (expected: the primary)");
            }
        }
        if (show(connection, "transaction_read_only").equals("on")) {
            throw new StartRefused("the database is read-only (expected: writable)");
        }
    }

    private static void version(DataSource role, String schema) throws SQLException {
        if (!hasHistory(role, schema)) {
            throw new StartRefused(
                    "schema " + schema + " is missing (expected: " + INIT + " ..., once)");
        }
        MigrationInfo[] all;
        try {
            all = Migrations.of(role, schema).load().info().all();
        } catch (FlywayException e) {
            throw new StartRefused("schema " + schema + ": " + e.getMessage(), e);
        }
        for (MigrationInfo migration : all) {
            if (migration.getState().isFailed()) {
                throw new StartRefused(
                        "schema " + schema + ": a migration failed (expected: " + INIT + " ...)");
            }
            if (!migration.getState().isApplied()) {
                throw new StartRefused(
                        "schema "
                                + schema
                                + " is older than this build (expected: version "
                                + migration.getVersion()
                                + "; "
                                + INIT
                                + " ... migrates it)");
            }
            if (!migration.getState().isResolved()) {
                throw new StartRefused(
                        "schema "
                                + schema
                                + " is newer than this build: it has version "
                                + migration.getVersion()
                                + " (expected: a newer build)");
            }
            if (!migration.isChecksumMatching()) {
                throw new StartRefused(
                        "schema "
                                + schema
                                + " is not this build's: version "
                                + migration.getVersion()
                                + " was made by another one");
            }
        }
    }

    private static boolean hasHistory(DataSource role, String schema) throws SQLException {
        try (Connection connection = role.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "select to_regclass('"
                                        + schema
                                        + "."
                                        + Migrations.HISTORY
                                        + "') is not null")) {
            return row.next() && row.getBoolean(1);
        }
    }

    private static String show(Connection connection, String setting) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("show " + setting)) {
            row.next();
            return row.getString(1);
        }
    }
}
