package io.affidavit.solo.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// The layout of a data directory. Directories in it are 0700, secrets in it 0600.
///
/// @param root absolute path; 0700, or 0711 where the embedded server runs as another user
public record DataDirectory(Path root) {

    private static final String PRIVATE = "rwx------";

    /// Opens `directory`, creating what is missing of it.
    ///
    /// @throws StartRefused when it cannot be created or does not belong to us
    public static DataDirectory open(Path directory) {
        DataDirectory data = new DataDirectory(directory.toAbsolutePath().normalize());
        try {
            makePrivate(data.root);
            makePrivate(data.logs());
            makePrivate(data.postgres());
            makePrivate(data.passwords());
            return data;
        } catch (IOException e) {
            throw new StartRefused(data.root + ": not usable as data directory: " + e, e);
        }
    }

    /// Creates `directory` with its parents and lets nobody else in. A mode that was widened for
    /// the embedded server's user (0711) stays.
    static void makePrivate(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory.toAbsolutePath().getParent());
            Files.createDirectory(
                    directory,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(PRIVATE)));
        }
        String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(directory));
        if (!mode.equals(PRIVATE) && !mode.equals("rwx--x--x")) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(PRIVATE));
        }
    }

    /// Held by the living process, see [DirectoryLock].
    public Path lockFile() {
        return root.resolve("lock");
    }

    /// What the running process says of itself, for `status` and `stop`.
    public Path runFile() {
        return root.resolve("run.json");
    }

    /// The operator's bearer token.
    public Path operatorToken() {
        return root.resolve("operator.token");
    }

    /// The bearer token of monitors: health and metrics, nothing else.
    public Path scrapeToken() {
        return root.resolve("scrape.token");
    }

    /// The key that the first start issues; never written again.
    public Path demoKey() {
        return root.resolve("demo.key");
    }

    /// The certificates that our ports show, while they show some.
    public Path certificate() {
        return root.resolve("tls.pem");
    }

    /// Spring properties `affidavit.*`, if the operator wrote any.
    public Path settings() {
        return root.resolve("affidavit.properties");
    }

    /// The default place of the keys, see [KeyFiles].
    public Path keys() {
        return root.resolve("keys");
    }

    /// The default place of the checkpoints outside the database.
    public Path anchor() {
        return root.resolve("anchor");
    }

    /// The embedded server with its data.
    public Path postgres() {
        return root.resolve("postgres");
    }

    /// The passwords of the house's database roles, a file each.
    public Path passwords() {
        return postgres().resolve("passwords");
    }

    /// The logins of an external database: a line `role:password` for each role that nodes use.
    public Path databaseLogins() {
        return root.resolve("database.passwords");
    }

    /// What this installation keeps about an external database; made when there is one.
    public Path externalDatabase() {
        Path directory = root.resolve("database");
        try {
            makePrivate(directory);
        } catch (IOException e) {
            throw new StartRefused(directory + ": cannot be made: " + e, e);
        }
        return directory;
    }

    /// Where bundles lie until they are fetched.
    public Path exports() {
        return root.resolve("exports");
    }

    /// Log files of the gateway and of the embedded server.
    public Path logs() {
        return root.resolve("logs");
    }
}
