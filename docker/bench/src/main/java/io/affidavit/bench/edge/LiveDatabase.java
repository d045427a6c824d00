package io.affidavit.bench.edge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Looks into the running gateway's database, for what no interface tells.
///
/// @param connection its superuser's, found through `affidavit status`
record LiveDatabase(Connection connection) implements AutoCloseable {

    private static final List<String> DURABILITY =
            List.of("server_version", "fsync", "full_page_writes", "synchronous_commit");
    private static final String LAST_POSITION =
            "select pos from evidence.record order by log desc, pos desc limit 1";

    /// @param database member `database` of the status
    static LiveDatabase open(JsonNode database) throws SQLException, IOException {
        String url =
                "jdbc:postgresql://%s:%s/%s"
                        .formatted(
                                database.get("host").asString(),
                                database.get("port").asString(),
                                database.get("name").asString());
        String password =
                Files.readString(Path.of(database.get("passwordFile").asString())).strip();
        return new LiveDatabase(
                DriverManager.getConnection(url, database.get("superuser").asString(), password));
    }

    private static final String REFUSALS =
            """
            select sum(coalesce(
                (convert_from(rec, 'UTF8')::jsonb -> 'data' ->> 'count')::bigint, 1))
            from evidence.record where type in ('call.refused', 'refusals.coalesced')
            """;

    /// The settings that decide what "durable" means.
    Map<String, String> durability() throws SQLException {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String name : DURABILITY) {
            settings.put(name, text("show " + name));
        }
        return settings;
    }

    /// How many records the log holds; one step down its index, whatever its size.
    long records() throws SQLException {
        return Long.parseLong(text(LAST_POSITION)) + 1;
    }

    /// How many refused calls the log tells of, one by one or counted.
    long refusals() throws SQLException {
        return Long.parseLong(text(REFUSALS));
    }

    private String text(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return String.valueOf(rows.getString(1));
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
