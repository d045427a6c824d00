package io.affidavit.solo;

import io.affidavit.command.evidence.KeyDirectory;
import io.affidavit.command.evidence.LogRecovery;
import io.affidavit.command.evidence.WrongKeys;
import io.affidavit.projections.seal.BrokenLogException;
import io.affidavit.projections.seal.LossSearch;
import io.affidavit.projections.seal.Losses;
import io.affidavit.projections.seal.SealKeys;
import io.affidavit.schemas.evidence.LogOrigin;
import io.affidavit.schemas.evidence.LostTail;
import io.affidavit.solo.RunFile.Database;
import io.affidavit.solo.data.DataDirectory;
import io.affidavit.solo.data.DirectoryLock;
import io.affidavit.solo.data.KeyFiles;
import io.affidavit.solo.data.StartRefused;
import io.affidavit.solo.database.Role;
import io.affidavit.solo.postgres.EmbeddedPostgres;
import io.affidavit.solo.settings.SettingsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;

/// `./affidavit recover --declare-loss`: what the anchor has seen and the database no longer has is
/// given up, and another log goes on behind it.
final class Recovery {

    private final RecoverArguments arguments;
    private final DataDirectory data;
    private final SettingsFile file;

    /// @throws StartRefused when the data directory cannot be used
    Recovery(RecoverArguments arguments) {
        this.arguments = arguments;
        this.data = DataDirectory.open(arguments.data());
        this.file = SettingsFile.read(data.settings());
    }

    /// Declares the loss.
    ///
    /// @return what to tell whoever asked for it
    /// @throws StartRefused when there is none, or it cannot be declared
    String run() {
        try (DirectoryLock _ = DirectoryLock.take(data)) {
            KeyFiles keys = new KeyFiles(file.keysDirectory(data.keys()));
            keys.requireAll();
            String said = arguments.database();
            String external = said == null ? file.value(DatabaseProperties.URL) : said;
            if (external != null) {
                return declare(ExternalStore.of(data, external, file, keys).database(), keys);
            }
            EmbeddedPostgres postgres = EmbeddedPostgres.start(data);
            try {
                return declare(EmbeddedStore.of(data, postgres, keys).database(), keys);
            } finally {
                postgres.stop();
            }
        }
    }

    private String declare(Database database, KeyFiles keys) {
        Path anchor = file.anchorDirectory(data.anchor());
        try {
            Losses found =
                    LossSearch.run(
                            Login.of(database, Role.SEALER),
                            SealKeys.read(keys.directory()),
                            anchor);
            requireLoss(found, anchor);
            LogOrigin opened =
                    new LogRecovery(
                                    Login.of(database, Role.WRITER),
                                    Login.of(database, Role.VAULT),
                                    new KeyDirectory(keys.directory()),
                                    Clock.systemUTC())
                            .declare(found.logs(), found.signers(), arguments.reason());
            return text(found, opened);
        } catch (BrokenLogException e) {
            throw new StartRefused(
                    "the database is not a beginning of what "
                            + anchor
                            + " has seen, so this is no loss: "
                            + e.finding()
                            + ". Restore one that is. See docs/seals.md",
                    e);
        } catch (SQLException | IOException e) {
            throw new StartRefused("the loss cannot be declared: " + e.getMessage(), e);
        } catch (WrongKeys | IllegalStateException e) {
            throw new StartRefused(String.valueOf(e.getMessage()), e);
        }
    }

    private static void requireLoss(Losses found, Path anchor) {
        if (found.logs().stream().allMatch(log -> log.keptSize() == 0)) {
            throw new StartRefused(
                    "the database has no log (expected: a restored backup of one that "
                            + anchor
                            + " has seen)");
        }
        if (!found.isLoss()) {
            throw new StartRefused(
                    "nothing was lost, and nothing was changed. The database has all that "
                            + anchor
                            + " has seen:\n"
                            + sizes(found).stripTrailing());
        }
    }

    private String text(Losses found, LogOrigin opened) {
        String database = arguments.database();
        return """
        A loss was declared, on record:

        %s
        Log %s goes on. The first record of it names all this
        (./affidavit events --type log.opened). Old bundles, receipts and checkpoints hold.

        Start the gateway: ./affidavit start%s
        """
                .formatted(
                        sizes(found),
                        opened,
                        database == null ? "" : " --database '" + database + "'");
    }

    private static String sizes(Losses found) {
        StringBuilder lines = new StringBuilder();
        for (LostTail log : found.logs()) {
            lines.append(
                    "  log %s: %d records were signed, the database has %d; %d are gone\n"
                            .formatted(
                                    log.origin(), log.sealedSize(), log.keptSize(), log.missing()));
        }
        return lines.toString();
    }
}
