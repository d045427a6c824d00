package io.affidavit.query;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// Opens the reader's connections and reads its secrets from their files.
final class ReaderDatabase {

    private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(60);
    private static final Duration IDLE_MAX = Duration.ofSeconds(10);

    /// As many bundles as are made at a time.
    private static final int DISCLOSING_MAX = 2;

    private ReaderDatabase() {}

    static HikariDataSource open(QueryProperties.Database database) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("query");
        config.setJdbcUrl(database.url());
        config.setUsername(database.username());
        config.setPassword(secret(database.passwordFile()));
        config.setMaximumPoolSize(database.connectionsMax());
        config.setMinimumIdle(1);
        return open(config);
    }

    /// None is open while nothing is disclosed.
    static HikariDataSource open(QueryProperties.Disclosure disclosure) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("disclosure");
        config.setJdbcUrl(disclosure.url());
        config.setUsername(disclosure.username());
        config.setPassword(secret(disclosure.passwordFile()));
        config.setMaximumPoolSize(DISCLOSING_MAX);
        config.setMinimumIdle(0);
        config.setIdleTimeout(IDLE_MAX.toMillis());
        return open(config);
    }

    private static HikariDataSource open(HikariConfig config) {
        config.setConnectionTimeout(CONNECT_MAX.toMillis());
        config.setInitializationFailTimeout(-1);
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("socketTimeout", Long.toString(ANSWER_MAX.toSeconds()));
        // The role may not write anyway; this makes a mistake of ours fail before it gets there.
        config.setConnectionInitSql("set default_transaction_read_only = on");
        return new HikariDataSource(config);
    }

    static String secret(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read", e);
        }
    }
}
