package io.affidavit.solo.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.schemas.evidence.RecordView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/// A database that `affidavit db init` has set up, and a first gateway on it.
final class SharedHouse implements AutoCloseable {

    static final Map<String, String> SETTINGS =
            Map.of(
                    "AFFIDAVIT_COMMAND_LEASE",
                    "2s",
                    "AFFIDAVIT_UPSTREAM_ALLOWEDADDRESSES",
                    "127.0.0.0/8");

    final ExternalServer server;
    final Gateway first;
    private final Path directory;

    SharedHouse(Path directory) throws SQLException {
        this.directory = directory;
        server = new ExternalServer(directory.resolve("server"));
        Path data = directory.resolve("first");
        ExternalServer.Outcome init = server.init(data);
        assertThat(init.status()).as(init.output()).isZero();
        assertThat(init.output()).contains("is set up", "--database '" + server.url() + "'");
        first = Gateway.start(data, SETTINGS, "--database", server.url());
    }

    /// One more gateway, ready for calls.
    Gateway further(String name, String key) throws IOException {
        Gateway gateway = Gateway.start(copyOfFirst(name), SETTINGS, "--database", server.url());
        Http client = new Http(gateway.dataUrl(), key);
        Awaitility.await().until(() -> client.get("/health/ready").statusCode() == 200);
        return gateway;
    }

    /// What an operator copies for a further node.
    Path copyOfFirst(String name) throws IOException {
        Path data = Files.createDirectories(directory.resolve(name));
        Files.createDirectories(data.resolve("keys"));
        try (var keys = Files.list(first.data().resolve("keys"))) {
            for (Path file : keys.toList()) {
                Files.copy(file, data.resolve("keys").resolve(file.getFileName()));
            }
        }
        for (String file : List.of("operator.token", "database.passwords")) {
            Files.copy(first.data().resolve(file), data.resolve(file));
        }
        return data;
    }

    /// The log is sound, in one order, and each process' counter complete.
    void assertWhole() throws SQLException {
        Fsck fsck = Fsck.run(first.data(), "--database", server.url());
        assertThat(fsck.status()).as(fsck.output()).isZero();
        Map<String, Long> next = new HashMap<>();
        long position = 0;
        for (RecordView record : records()) {
            assertThat(record.pos()).isEqualTo(position++);
            long expected = next.merge(record.node().id(), 0L, (last, zero) -> last + 1);
            assertThat(record.node().sequence()).isEqualTo(expected);
        }
    }

    List<String> openCalls() throws SQLException {
        return texts(
                "select agg::text from evidence.record r where type = 'call.admitted'"
                        + " and not exists (select 1 from evidence.record e where e.agg = r.agg"
                        + " and e.type in ('call.completed', 'call.failed', 'call.abandoned'))");
    }

    List<String> types(String call) throws SQLException {
        return texts(
                "select type from evidence.record where agg = '" + call + "' order by agg_seq");
    }

    private List<String> texts(String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Connection connection = server.superuser();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    int count(String call, String type) throws SQLException {
        try (Connection connection = server.superuser()) {
            return HouseDatabase.count(connection, call, type);
        }
    }

    private List<RecordView> records() throws SQLException {
        List<RecordView> records = new ArrayList<>();
        try (Connection connection = server.superuser();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("select rec from evidence.record order by pos")) {
            while (rows.next()) {
                records.add(RecordView.parse(rows.getBytes(1)));
            }
        }
        return records;
    }

    @Override
    public void close() {
        first.close();
        server.close();
    }
}
