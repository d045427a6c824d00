package io.affidavit.projections;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/// Opens the sealer's connections. There is no pool: it has one, for as long as it lasts.
final class SealDatabase {

    private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(60);

    /// The server notices within about ten seconds that a signing node is gone, and lets another
    /// one sign.
    private static final String OPTIONS =
            "-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3";

    private SealDatabase() {}

    static DataSource open(ProjectionProperties.SealDatabase database) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(database.url());
        source.setUser(database.username());
        try {
            source.setPassword(Files.readString(database.passwordFile()).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(database.passwordFile() + ": cannot be read", e);
        }
        source.setConnectTimeout((int) CONNECT_MAX.toSeconds());
        source.setSocketTimeout((int) ANSWER_MAX.toSeconds());
        source.setTcpKeepAlive(true);
        source.setOptions(OPTIONS);
        source.setApplicationName("affidavit-sealer");
        return source;
    }
}
