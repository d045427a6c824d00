package io.affidavit.replay.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/// Opens the log's database as the role that can only read.
final class AuditDatabase {

    private static final String READER = "affidavit_reader";

    /// What `db init` writes for nodes on an external database: a line `role:password` each.
    private static final String LOGINS = "database.passwords";

    private AuditDatabase() {}

    /// @param url the database somebody named; null for the one of the running gateway
    static DataSource of(@Nullable String url, Installation installation) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        try {
            source.setURL(url != null ? url : database(installation.running()));
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(url + " (expected: jdbc:postgresql://host:port/name)", e);
        }
        if (source.getUser() == null) {
            source.setUser(READER);
            useStoredPassword(source, installation);
        }
        source.setApplicationName("affidavit-fsck");
        return source;
    }

    private static String database(RunState run) {
        RunState.Database database = run.database();
        if (database == null) {
            throw new CommandFailure("the gateway's database does not run yet");
        }
        return database.url();
    }

    /// Without a stored password the driver looks into `~/.pgpass` by itself.
    private static void useStoredPassword(PGSimpleDataSource source, Installation installation) {
        String passwords = installation.run().map(RunState::passwords).orElse(null);
        Path logins = installation.directory().resolve(LOGINS);
        if (source.getPassword() != null) {
            return;
        }
        if (passwords != null) {
            source.setPassword(read(Path.of(passwords, READER + ".password")).strip());
        } else if (Files.exists(logins)) {
            read(logins)
                    .lines()
                    .filter(line -> line.startsWith(READER + ":"))
                    .forEach(line ->
                            source.setPassword(line.substring(READER.length() + 1).strip()));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new CommandFailure(file + ": cannot be read: " + e.getMessage(), e);
        }
    }
}
