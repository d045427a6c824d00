package io.affidavit.solo;

import io.affidavit.solo.RunFile.Database;
import io.affidavit.solo.data.DataDirectory;
import io.affidavit.solo.data.KeyFiles;
import io.affidavit.solo.data.SecretFile;
import io.affidavit.solo.data.StartRefused;
import io.affidavit.solo.database.Migrations;
import io.affidavit.solo.database.Provisioning;
import io.affidavit.solo.postgres.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/// The embedded server: it belongs to the installation, so each start brings it up to date.
///
/// @param database where it is
/// @param done exists from the end of the first start on
record EmbeddedStore(Database database, Path done) implements Store {

    /// @throws StartRefused when it cannot be prepared
    static EmbeddedStore of(DataDirectory data, EmbeddedPostgres postgres, KeyFiles keys) {
        Database database = describe(data, postgres);
        try {
            Provisioning.run(postgres.superuser("postgres"), data.passwords());
            Migrations migrations = Migrations.of(database.url(), data.passwords());
            migrations.run();
            if (migrations.logIsEmpty()) {
                keys.createMissing();
            } else {
                keys.requireAll();
            }
        } catch (SQLException e) {
            throw new StartRefused("the database cannot be prepared: " + e.getMessage(), e);
        }
        return new EmbeddedStore(database, data.postgres().resolve("first-start.done"));
    }

    private static Database describe(DataDirectory data, EmbeddedPostgres postgres) {
        return new Database(
                "embedded",
                "jdbc:postgresql://"
                        + postgres.host()
                        + ":"
                        + postgres.port()
                        + "/"
                        + Provisioning.DATABASE,
                postgres.host(),
                postgres.port(),
                Provisioning.DATABASE,
                EmbeddedPostgres.SUPERUSER,
                postgres.passwordFile().toString(),
                data.passwords().toString());
    }

    @Override
    public boolean isFirstStart() {
        return !Files.exists(done);
    }

    @Override
    public void completeFirstStart() {
        SecretFile.write(done, "");
    }
}
