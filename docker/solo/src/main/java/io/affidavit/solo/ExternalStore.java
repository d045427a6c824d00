package io.affidavit.solo;

import io.affidavit.solo.RunFile.Database;
import io.affidavit.solo.data.DataDirectory;
import io.affidavit.solo.data.KeyFiles;
import io.affidavit.solo.data.SecretFile;
import io.affidavit.solo.database.DatabaseAddress;
import io.affidavit.solo.database.DatabaseCheck;
import io.affidavit.solo.database.Logins;
import io.affidavit.solo.settings.SettingsFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A database that somebody else runs and several nodes may share. It is looked at and never
/// changed: that is `./affidavit db init`'s, with another login.
///
/// @param database where it is
/// @param pending exists from the moment the log was found empty to the end of the first start
record ExternalStore(Database database, Path pending) implements Store {

    private static final Logger LOG = LoggerFactory.getLogger(ExternalStore.class);

    /// @throws io.affidavit.solo.data.StartRefused when the database, the logins or the keys are
    ///   not fit
    static ExternalStore of(DataDirectory data, String url, SettingsFile file, KeyFiles keys) {
        DatabaseAddress address = DatabaseAddress.parse(url);
        String loginsFile = file.value(DatabaseProperties.PASSWORD_FILE);
        Logins logins =
                Logins.read(loginsFile == null ? data.databaseLogins() : Path.of(loginsFile));
        warn(data, keys);
        boolean isNew = DatabaseCheck.run(address, logins);
        Path directory = data.externalDatabase();
        logins.split(directory);
        ExternalStore store =
                new ExternalStore(
                        describe(address, directory), directory.resolve("first-start.pending"));
        if (isNew) {
            keys.createMissing();
            SecretFile.write(store.pending, "");
        } else {
            keys.requireAll();
        }
        return store;
    }

    private static void warn(DataDirectory data, KeyFiles keys) {
        if (keys.directory().equals(data.keys())) {
            LOG.warn(
                    "the keys of a shared log lie in {}, in one place only (expected: a copy elsewhere,"
                            + " or affidavit.keys.directory on storage of its own)",
                    keys.directory());
        }
        if (Files.exists(data.postgres().resolve("data"))) {
            LOG.warn("the embedded log in {} is not used by this start", data.postgres());
        }
    }

    private static Database describe(DatabaseAddress address, Path passwords) {
        return new Database(
                "external",
                address.url(),
                address.host(),
                address.port(),
                address.name(),
                null,
                null,
                passwords.toString());
    }

    @Override
    public boolean isFirstStart() {
        return Files.exists(pending);
    }

    @Override
    public void completeFirstStart() {
        try {
            Files.deleteIfExists(pending);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
