package io.affidavit.command;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Makes the two connection pools of this room. They start without a database and recover by
/// themselves: whether one is there is asked by each append.
final class CommandDatabases {

    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(15);

    private CommandDatabases() {}

    static HikariDataSource evidence(CommandProperties.Database database) {
        return pool(
                "evidence",
                database.url(),
                database.username(),
                database.passwordFile(),
                database.connectionsMax());
    }

    static HikariDataSource vault(CommandProperties properties) {
        CommandProperties.Vault vault = properties.vault();
        return pool(
                "vault",
                Objects.requireNonNullElse(vault.url(), properties.database().url()),
                vault.username(),
                vault.passwordFile(),
                2);
    }

    private static HikariDataSource pool(
            String name, String url, String username, @Nullable Path passwordFile, int max) {
        HikariDataSource pool = new HikariDataSource();
        pool.setPoolName(name);
        pool.setJdbcUrl(url);
        pool.setUsername(username);
        if (passwordFile != null) {
            pool.setPassword(password(passwordFile));
        }
        pool.setMaximumPoolSize(max);
        pool.setMinimumIdle(1);
        pool.setConnectionTimeout(CONNECT.toMillis());
        pool.setInitializationFailTimeout(-1);
        pool.addDataSourceProperty("ApplicationName", "affidavit-" + name);
        pool.addDataSourceProperty("connectTimeout", Long.toString(CONNECT.toSeconds()));
        pool.addDataSourceProperty("tcpKeepAlive", "true");
        pool.addDataSourceProperty("socketTimeout", Long.toString(ANSWER.toSeconds()));
        // A node that freezes with the head locked must not stop the others for hours.
        // Planning the batch statement anew costs as much as running it; the one plan that is kept
        // may stem from an empty log and must not read it whole for each batch.
        pool.addDataSourceProperty(
                "options",
                "-c idle_in_transaction_session_timeout=5000"
                        + " -c plan_cache_mode=force_generic_plan -c enable_seqscan=off");
        // A failing row would otherwise stand in the log, ciphertexts included.
        pool.addDataSourceProperty("logServerErrorDetail", "false");
        return pool;
    }

    private static String password(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
