package io.affidavit.solo.postgres;

import io.affidavit.solo.data.StartRefused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;

/// How the server is set up. Both configuration files are ours and rewritten at every start.
///
/// A record counts only when it is on disk, so durability is not a matter of taste here: whatever
/// the server then says of itself is compared with [#DURABLE], because `ALTER SYSTEM` and command
/// lines can override files.
final class ServerSettings {

    private static final Map<String, String> DURABLE =
            Map.of(
                    "fsync", "on",
                    "full_page_writes", "on",
                    "synchronous_commit", "on",
                    "data_checksums", "on",
                    "password_encryption", "scram-sha-256");

    private static final String CONFIGURATION =
            """
            # Rewritten by the gateway at every start.
            listen_addresses = '127.0.0.1'
            port = PORT
            unix_socket_directories = ''        # the path of a data directory may be too long for one
            max_connections = 60
            password_encryption = 'scram-sha-256'
            authentication_timeout = 10s

            fsync = on
            full_page_writes = on
            synchronous_commit = on
            wal_init_zero = on
            min_wal_size = 256MB
            max_wal_size = 2GB                  # few checkpoints, each spread over its interval
            checkpoint_timeout = 15min
            checkpoint_completion_target = 0.9

            shared_buffers = 128MB
            work_mem = 8MB
            maintenance_work_mem = 64MB
            max_worker_processes = 4
            max_parallel_workers_per_gather = 0 # an audit must not take a core from the calls
            jit = off
            update_process_title = off
            autovacuum_max_workers = 2
            autovacuum_naptime = 60s

            timezone = 'UTC'
            log_timezone = 'UTC'
            log_line_prefix = '%m [%p] '
            log_checkpoints = off
            # Statements and values never reach a log file: they may hold what must not.
            log_min_error_statement = panic
            log_error_verbosity = terse
            """;

    private static final String ACCESS =
            """
            # Rewritten by the gateway at every start. No login without a password.
            host all all 127.0.0.1/32 scram-sha-256
            """;

    private ServerSettings() {}

    /// Writes both files into the cluster. In place, so that they keep their owner.
    static void write(Path data, int port) {
        try {
            Files.writeString(
                    data.resolve("postgresql.conf"),
                    CONFIGURATION.replace("PORT", Integer.toString(port)));
            Files.writeString(data.resolve("pg_hba.conf"), ACCESS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Asks the running server.
    ///
    /// @throws StartRefused naming every setting that weakens durability
    static void verify(Connection connection) throws SQLException {
        Map<String, String> weak = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select name, setting from pg_settings")) {
            while (rows.next()) {
                String expected = DURABLE.get(rows.getString(1));
                if (expected != null && !expected.equals(rows.getString(2))) {
                    weak.put(
                            rows.getString(1), rows.getString(2) + " (expected: " + expected + ")");
                }
            }
        }
        if (!weak.isEmpty()) {
            throw new StartRefused("PostgreSQL is not set up to keep records: " + weak);
        }
    }
}
