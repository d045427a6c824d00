package io.affidavit.schemas.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/// The one PostgreSQL server of a test JVM: a container where a Docker engine runs, the embedded
/// binaries elsewhere. It is started with the first database and ends with the JVM.
///
/// Its fsync is off: these tests are about behaviour. What must survive a crash is tested against
/// the server that the product itself starts.
record TestServer(String host, int port, String superuser, String superuserPassword) {

    private static final String IMAGE = "postgres:18";
    private static final List<String> ROLES =
            List.of(
                    "affidavit_owner",
                    "affidavit_writer",
                    "affidavit_vault",
                    "affidavit_projector",
                    "affidavit_sealer",
                    "affidavit_discloser",
                    "affidavit_reader");

    static TestServer running() {
        return Holder.SERVER;
    }

    void execute(String sql) {
        String url = "jdbc:postgresql://" + host + ":" + port + "/postgres";
        try (Connection connection =
                        DriverManager.getConnection(url, superuser, superuserPassword);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql + ": " + e.getMessage(), e);
        }
    }

    private static TestServer start() {
        TestServer server = dockerIsThere() ? container() : embedded();
        for (String role : ROLES) {
            server.execute(
                    "create role " + role + " login password '" + TestDatabase.PASSWORD + "'");
        }
        return server;
    }

    /// Asks the library only where a socket or a setting promises an engine: without one it would
    /// search for seconds and log at length.
    private static boolean dockerIsThere() {
        boolean promised =
                System.getenv("DOCKER_HOST") != null
                        || Files.exists(Path.of("/var/run/docker.sock"))
                        || Files.exists(
                                Path.of(
                                        System.getProperty("user.home"),
                                        ".docker/run/docker.sock"));
        return promised && DockerClientFactory.instance().isDockerAvailable();
    }

    @SuppressWarnings("resource") // ends with the JVM: the library's reaper removes the container
    private static TestServer container() {
        PostgreSQLContainer container = new PostgreSQLContainer(IMAGE);
        container.setCommand("postgres", "-c", "fsync=off", "-c", "max_connections=300");
        container.start();
        return new TestServer(
                container.getHost(),
                container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
                container.getUsername(),
                container.getPassword());
    }

    @SuppressWarnings("resource") // ends with the JVM: the library registers a shutdown hook
    private static TestServer embedded() {
        try {
            EmbeddedPostgres postgres =
                    EmbeddedPostgres.builder().setPGStartupWait(Duration.ofSeconds(60)).start();
            return new TestServer("127.0.0.1", postgres.getPort(), "postgres", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Holder {
        static final TestServer SERVER = start();
    }
}
