package io.affidavit.projections;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;

/// Opens the projector's connections and reads its secrets from their files.
final class ProjectionDatabase {

    /// One for each processor, one for whoever replaces it, one to spare.
    private static final int CONNECTIONS_MAX = 4;

    private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(60);

    private ProjectionDatabase() {}

    static HikariDataSource open(ProjectionProperties.Database database) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("projections");
        config.setJdbcUrl(database.url());
        config.setUsername(database.username());
        config.setPassword(read(database.passwordFile()).strip());
        config.setMaximumPoolSize(CONNECTIONS_MAX);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECT_MAX.toMillis());
        config.setInitializationFailTimeout(-1);
        // Rows and token are lost together in a crash, and the log is replayed from there.
        config.setConnectionInitSql("set synchronous_commit = off");
        // Planning a batch anew costs more than running it; the one plan that is kept may stem from
        // empty tables and must not read them whole for each batch.
        config.addDataSourceProperty(
                "options", "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("socketTimeout", Long.toString(ANSWER_MAX.toSeconds()));
        return new HikariDataSource(config);
    }

    static byte[] hex(Path file) {
        return HexFormat.of().parseHex(read(file).strip());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read", e);
        }
    }
}
