package io.affidavit.solo.house;

import io.affidavit.solo.data.DataDirectory;
import io.affidavit.solo.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A PostgreSQL that belongs to no gateway, with an empty database `house`.
final class ExternalServer implements AutoCloseable {

    private final EmbeddedPostgres postgres;

    ExternalServer(Path directory) throws SQLException {
        postgres = EmbeddedPostgres.start(DataDirectory.open(directory));
        administer("create database house");
    }

    /// JDBC URL without login.
    String url() {
        return "jdbc:postgresql://" + postgres.host() + ":" + postgres.port() + "/house";
    }

    Connection superuser() throws SQLException {
        return postgres.superuser("house").getConnection();
    }

    void execute(String... statements) throws SQLException {
        run("house", statements);
    }

    /// Runs statements beside the database, such as one that copies it.
    void administer(String... statements) throws SQLException {
        run("postgres", statements);
    }

    private void run(String database, String... statements) throws SQLException {
        try (Connection connection = postgres.superuser(database).getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /// Runs `affidavit db` in a process of its own.
    ///
    /// @return its exit status, then everything it printed
    Outcome db(String... words) {
        List<String> command = new ArrayList<>(Gateway.java("io.affidavit.solo.DatabaseMain"));
        command.addAll(Arrays.asList(words));
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Outcome(process.waitFor(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Runs `affidavit db init` as the server's superuser.
    Outcome init(Path data, String... words) {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "init",
                                "--admin-url",
                                url() + "?user=" + EmbeddedPostgres.SUPERUSER,
                                "--admin-password-file",
                                postgres.passwordFile().toString(),
                                "--data",
                                data.toString()));
        all.addAll(Arrays.asList(words));
        return db(all.toArray(String[]::new));
    }

    /// What a command said.
    record Outcome(int status, String output) {}

    @Override
    public void close() {
        postgres.stop();
    }
}
