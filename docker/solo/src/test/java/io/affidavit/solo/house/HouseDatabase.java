package io.affidavit.solo.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/// A second look at a gateway's database, past the gateway.
///
/// @param description member `database` of `run.json`
public record HouseDatabase(JsonNode description) {

    public static HouseDatabase of(Gateway gateway) {
        return new HouseDatabase(gateway.run().path("database"));
    }

    /// A connection that may do anything.
    public Connection superuser() throws SQLException {
        return open(
                description.path("superuser").asString(),
                Path.of(description.path("passwordFile").asString()));
    }

    /// A connection with credentials of the running process.
    public Connection role(String role) throws SQLException {
        Path passwords = Path.of(description.path("passwords").asString());
        return open(role, passwords.resolve(role + ".password"));
    }

    /// How many records of a type a call has, as committed now.
    public static int count(Connection connection, String call, String type) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "select count(*) from evidence.record where agg = ? and type = ?")) {
            statement.setObject(1, UUID.fromString(call));
            statement.setString(2, type);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    /// The size of a log whose last record is sealed; 0 while that is to come.
    public static long sealedSize(Connection connection, int log) throws SQLException {
        String sql =
                "select size from evidence.head where log = ? and size ="
                        + " (select max(size) from seal.checkpoint where log = ?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, log);
            statement.setInt(2, log);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    /// Whether some session waits for the head's lock: the writer has a batch and cannot commit.
    public static boolean writerWaits(Connection connection) throws SQLException {
        String sql =
                "select count(*) from pg_stat_activity"
                        + " where usename = 'affidavit_writer' and wait_event_type = 'Lock'";
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getInt(1) > 0;
        }
    }

    private Connection open(String user, Path passwordFile) throws SQLException {
        String url =
                "jdbc:postgresql://%s:%d/%s"
                        .formatted(
                                description.path("host").asString(),
                                description.path("port").asInt(),
                                description.path("name").asString());
        try {
            return DriverManager.getConnection(url, user, Files.readString(passwordFile).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
