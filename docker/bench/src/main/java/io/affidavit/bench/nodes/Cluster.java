package io.affidavit.bench.nodes;

import io.affidavit.bench.edge.AdminClient;
import io.affidavit.bench.edge.MockUpstream;
import io.affidavit.bench.edge.Setup;
import io.affidavit.solo.data.DataDirectory;
import io.affidavit.solo.data.SecretFile;
import io.affidavit.solo.database.AdminLogin;
import io.affidavit.solo.database.ExternalSetup;
import io.affidavit.solo.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/// A PostgreSQL, a mock provider, and gateways that share both.
public final class Cluster implements AutoCloseable {

    private static final String DATABASE = "house";

    private final Path work;
    private final EmbeddedPostgres postgres;
    private final MockUpstream mock;
    private final List<Node> nodes = new ArrayList<>();
    private final String address;
    private final String key;

    /// @param throughPort the port that gateways reach the database by, given the real one
    public Cluster(Path work, PortOf throughPort) throws Exception {
        this.work = work;
        this.postgres = EmbeddedPostgres.start(DataDirectory.open(work.resolve("server")));
        this.mock = MockUpstream.start(0, Duration.ZERO);
        execute("postgres", "create database " + DATABASE);
        Path first = Files.createDirectory(work.resolve("node1"));
        AdminLogin admin =
                AdminLogin.parse(url(postgres.port()) + "?user=" + EmbeddedPostgres.SUPERUSER)
                        .with(SecretFile.read(postgres.passwordFile()));
        new ExternalSetup(
                        admin.address(), admin.source(), DataDirectory.open(first).databaseLogins())
                .run(false);
        this.address = url(throughPort.of(postgres.port()));
        Node node = Node.start(first, address);
        nodes.add(node);
        try (AdminClient control = node.admin()) {
            key = Setup.make(control, "http://127.0.0.1:" + mock.port() + "/v1").key();
        }
    }

    /// Which port leads to a port.
    @FunctionalInterface
    public interface PortOf {

        /// The port to use instead.
        int of(int port) throws IOException;
    }

    /// Starts one more gateway with what an operator copies for it.
    public Node add() throws IOException {
        Path data = Files.createDirectory(work.resolve("node" + (nodes.size() + 1)));
        Path first = nodes.getFirst().data();
        Files.createDirectory(data.resolve("keys"));
        try (var keys = Files.list(first.resolve("keys"))) {
            for (Path file : keys.toList()) {
                Files.copy(file, data.resolve("keys").resolve(file.getFileName()));
            }
        }
        for (String file : List.of("operator.token", "database.passwords")) {
            Files.copy(first.resolve(file), data.resolve(file));
        }
        Node node = Node.start(data, address);
        nodes.add(node);
        return node;
    }

    /// The gateways, the first one first.
    public List<Node> nodes() {
        return List.copyOf(nodes);
    }

    /// The virtual key that calls carry.
    public String key() {
        return key;
    }

    /// Connections that may do anything.
    public DataSource superuser() {
        return postgres.superuser(DATABASE);
    }

    private static String url(int port) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + DATABASE;
    }

    private void execute(String database, String sql) throws SQLException {
        try (Connection connection = postgres.superuser(database).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        nodes.reversed().forEach(Node::close);
        mock.close();
        postgres.stop();
    }
}
