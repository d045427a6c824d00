package io.affidavit.replay.fsck;

import io.affidavit.replay.proof.TrustPolicy;
import io.affidavit.replay.verify.Check;
import io.affidavit.replay.verify.Failures;
import io.affidavit.replay.verify.LogVerifier;
import io.affidavit.replay.verify.Stories;
import io.affidavit.replay.verify.VerifiedLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Audits every log of a database: one snapshot of the heads, then all records below them, in short
/// transactions, in the order of their positions.
public final class Fsck {

    private static final int RANGE = 4_096;

    private final DataSource reader;
    private final Failures failures;
    private final Progress progress;
    private final Seals seals;

    /// What an audit holds seals against, from outside the database.
    ///
    /// @param policy whose signatures to believe; null for the keys that the log names itself
    /// @param anchor directory with checkpoints; null for none
    public record Seals(@Nullable TrustPolicy policy, @Nullable Path anchor) {

        /// Nothing from outside.
        public static final Seals NONE = new Seals(null, null);
    }

    /// An audit that believes the keys that each log names itself.
    ///
    /// @param reader opens connections of a role that can only read
    /// @param failures gets what is wrong
    public Fsck(DataSource reader, Failures failures, Progress progress) {
        this(reader, failures, progress, Seals.NONE);
    }

    /// @param reader opens connections of a role that can only read
    /// @param failures gets what is wrong
    /// @param seals what to hold seals against
    public Fsck(DataSource reader, Failures failures, Progress progress, Seals seals) {
        this.reader = reader;
        this.failures = failures;
        this.progress = progress;
        this.seals = seals;
    }

    /// Audits.
    ///
    /// @throws SQLException when the database cannot be read
    public List<AuditedLog> run() throws SQLException, IOException {
        Anchors anchors = Anchors.list(seals.anchor()); // before the log can grow beyond them
        try (Connection records = open();
                Connection blobs = open();
                Connection sealed = open()) {
            Snapshot snapshot = Snapshot.take(records);
            if (snapshot.heads().isEmpty()) {
                failures.add(Check.INCOMPLETE, "head", "absent", "one row a log");
            }
            List<AuditedLog> logs = new ArrayList<>();
            Stories stories = new Stories(failures);
            for (Head head : snapshot.heads()) {
                failures.within(head.log());
                SealCheck check =
                        new SealCheck(
                                sealed,
                                head,
                                snapshot.seals()
                                        .getOrDefault(head.log(), Snapshot.Sealed.nothing()),
                                anchors.of(head.log()),
                                snapshot.isEnded(head),
                                failures);
                check.believe(seals.policy());
                logs.add(audit(snapshot, head, records, blobs, check, stories));
            }
            failures.within(0);
            new EndedLogs(failures).check(snapshot.heads(), snapshot.opened());
            snapshot.strays().forEach(this::refuse);
            return logs;
        } catch (SealsUnreadable e) {
            throw e.failure();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private AuditedLog audit(
            Snapshot snapshot,
            Head head,
            Connection records,
            Connection blobs,
            SealCheck seals,
            Stories stories)
            throws SQLException, IOException {
        LogVerifier verifier = new LogVerifier(failures, seals, stories);
        RecordRows rows = new RecordRows(head.log(), records, blobs);
        Pace pace = new Pace(records, head);
        for (long from = 0; from < head.size(); from += RANGE) {
            long to = Math.min(head.size(), from + RANGE);
            rows.read(from, to, verifier);
            progress.at(to, head.size());
            pace.rest();
        }
        VerifiedLog log = verifier.finish(head.size());
        seals.finish();
        new HeadCheck(failures)
                .check(
                        head,
                        snapshot.organizations().getOrDefault(head.log(), new TreeMap<>()),
                        log);
        return AuditedLog.of(head, log);
    }

    private void refuse(Snapshot.Stray stray) {
        failures.add(
                stray.table().equals("part") ? Check.CIPHERTEXT : Check.CHAIN,
                stray.table() + " row " + stray.position() + " of log " + stray.log(),
                "present",
                "nothing beyond the head");
    }

    private Connection open() throws SQLException {
        Connection connection = reader.getConnection();
        connection.setReadOnly(true);
        return connection;
    }
}
