package io.affidavit.solo.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The read tables follow from the log alone, whatever has happened to them.
class RebuildIT {

    private static final String ASK =
            "{\"model\":\"demo\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";

    @Test
    void writesTheReadTablesAgainFromTheLog(@TempDir Path temporary) throws Exception {
        Path data = temporary.resolve("data");
        Map<String, List<String>> before;
        try (Gateway gateway = Gateway.start(data)) {
            OperatorSteps operator = new OperatorSteps(gateway);
            operator.create("/admin/organizations", "{\"id\":\"acme\",\"name\":\"Acme\"}");
            operator.create("/admin/keys", "{\"orgId\":\"acme\",\"name\":\"bot\"}");
            Http application = new Http(gateway.dataUrl(), gateway.demoKey());
            for (int i = 0; i < 5; i++) {
                assertThat(application.post("/v1/chat/completions", ASK).statusCode())
                        .isEqualTo(200);
            }
            assertThat(
                            application
                                    .post("/v1/chat/completions", ASK.replace("demo", "absent"))
                                    .statusCode())
                    .isEqualTo(404);
            Awaitility.await().until(() -> isComplete(gateway));
            try (Connection connection = HouseDatabase.of(gateway).superuser()) {
                before = rows(connection);
                execute(connection, "update read.spend set cost_nano_usd = cost_nano_usd + 1");
                execute(connection, "delete from read.virtual_key");
                execute(connection, "update read.call set outcome = 'failed'");
                assertThat(rows(connection)).isNotEqualTo(before);
            }
        }

        try (Gateway gateway = Gateway.start(data, "--rebuild");
                Connection connection = HouseDatabase.of(gateway).superuser()) {
            assertThat(rows(connection)).isEqualTo(before);
            assertThat(gateway.errors())
                    .contains("the read tables are empty")
                    .containsPattern("read tables: [0-9]+ of [0-9]+ records, [0-9]+ %")
                    .contains("the read tables are written again");
            Http application = new Http(gateway.dataUrl(), gateway.demoKey());
            assertThat(application.post("/v1/chat/completions", ASK).statusCode()).isEqualTo(200);
        }
    }

    private static boolean isComplete(Gateway gateway) throws SQLException {
        try (Connection connection = HouseDatabase.of(gateway).superuser();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "select (select count(*) from read.call where outcome <> 'open') = 6"
                                        + " and (select min(position) + 1 from read.progress)"
                                        + " = (select size from evidence.head)")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private static Map<String, List<String>> rows(Connection connection) throws SQLException {
        Map<String, List<String>> tables = new TreeMap<>();
        for (String table :
                texts(
                        connection,
                        "select tablename from pg_tables where schemaname = 'read'"
                                + " and tablename not in ('token', 'migration')")) {
            tables.put(
                    table,
                    texts(connection, "select t::text from read." + table + " t order by t::text"));
        }
        assertThat(tables.get("call")).hasSize(6);
        return tables;
    }

    private static List<String> texts(Connection connection, String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
