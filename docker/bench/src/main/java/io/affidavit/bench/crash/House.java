package io.affidavit.bench.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import tools.jackson.databind.JsonNode;

/// The gateway's database, as its superuser sees it in one life of the gateway.
///
/// @param superuser opens connections that may do anything
/// @param reader opens connections of the auditor's role
public record House(DataSource superuser, DataSource reader) {

    private static final String TERMINAL =
            "('call.completed', 'call.failed', 'call.refused', 'call.abandoned')";

    /// @param run what the gateway says of itself
    public static House of(JsonNode run) throws IOException {
        JsonNode database = run.path("database");
        String url =
                "jdbc:postgresql://%s:%d/%s"
                        .formatted(
                                database.path("host").asString(),
                                database.path("port").asInt(),
                                database.path("name").asString());
        Path passwords = Path.of(database.path("passwords").asString());
        return new House(
                source(
                        url,
                        database.path("superuser").asString(),
                        Path.of(database.path("passwordFile").asString())),
                source(url, "affidavit_reader", passwords.resolve("affidavit_reader.password")));
    }

    private static DataSource source(String url, String user, Path passwordFile)
            throws IOException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(url);
        source.setUser(user);
        source.setPassword(Files.readString(passwordFile).strip());
        return source;
    }

    /// The calls of these that have no `call.completed` in the log.
    Set<String> notCompleted(Collection<String> calls) throws SQLException {
        Set<String> missing = new TreeSet<>(calls);
        try (Connection connection = superuser.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement(
                                "select agg::text from evidence.record"
                                        + " where type = 'call.completed'"
                                        + " and agg = any (?::uuid[])")) {
            statement.setArray(1, connection.createArrayOf("text", calls.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    missing.remove(rows.getString(1));
                }
            }
        }
        return missing;
    }

    /// Records in the log.
    long size() throws SQLException {
        return number("select size from evidence.head");
    }

    /// Admitted calls without an end.
    public long openCalls() throws SQLException {
        return number(
                "select count(*) from evidence.record a where type = 'call.admitted' and not exists"
                        + " (select from evidence.record t where t.agg = a.agg and t.type in "
                        + TERMINAL
                        + ")");
    }

    /// Calls that were given up.
    long abandoned() throws SQLException {
        return number("select count(*) from evidence.record where type = 'call.abandoned'");
    }

    /// Calls that ended more than once.
    long endedTwice() throws SQLException {
        return number(
                "select count(*) from (select from evidence.record where type in "
                        + TERMINAL
                        + " group by agg having count(*) > 1) twice");
    }

    private long number(String sql) throws SQLException {
        try (Connection connection = superuser.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
