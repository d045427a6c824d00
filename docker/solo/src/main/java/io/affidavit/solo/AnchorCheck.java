package io.affidavit.solo;

import io.affidavit.projections.seal.BrokenLogException;
import io.affidavit.projections.seal.Finding;
import io.affidavit.projections.seal.SealKeys;
import io.affidavit.projections.seal.Sealer;
import io.affidavit.solo.RunFile.Database;
import io.affidavit.solo.data.StartRefused;
import io.affidavit.solo.database.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;

/// Looks, before any call is taken, whether the database is the one that was sealed and not older:
/// records that were appended to a restored backup would take the places of lost ones.
///
/// What else may be wrong with the log does not keep the process from starting: it starts closed,
/// and says why.
final class AnchorCheck {

    private static final Set<Finding.Kind> REFUSED =
            Set.of(Finding.Kind.ROLLBACK, Finding.Kind.SPLIT_VIEW, Finding.Kind.CHECKPOINT);

    private static final Map<Finding.Kind, String> WAYS =
            Map.of(
                    Finding.Kind.ROLLBACK,
                    ". Restore a newer backup; if the lost records cannot be brought back:"
                            + " ./affidavit recover --declare-loss");

    private AnchorCheck() {}

    /// @throws StartRefused when the anchor knows more than the database, or another log
    static void run(Database database, Path keys, Path anchor) {
        try {
            Sealer.check(Login.of(database, Role.SEALER), SealKeys.read(keys), anchor);
        } catch (BrokenLogException e) {
            if (REFUSED.contains(e.finding().kind())) {
                throw new StartRefused(
                        "the database is not what "
                                + anchor
                                + " has seen of it: "
                                + e.finding()
                                + WAYS.getOrDefault(e.finding().kind(), "")
                                + ". See docs/seals.md",
                        e);
            }
        } catch (SQLException | IOException e) {
            throw new StartRefused(
                    "the log cannot be compared with " + anchor + ": " + e.getMessage(), e);
        }
    }
}
