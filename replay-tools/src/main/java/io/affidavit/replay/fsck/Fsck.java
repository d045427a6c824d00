package io.affidavit.replay.fsck;

import io.affidavit.replay.verify.Check;
import io.affidavit.replay.verify.Failures;
import io.affidavit.replay.verify.LogVerifier;
import io.affidavit.replay.verify.VerifiedLog;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import javax.sql.DataSource;

/// Audits every log of a database: one snapshot of the heads, then all records below them, in short
/// transactions, in the order of their positions.
public final class Fsck {

    private static final int RANGE = 4_096;

    private final DataSource reader;
    private final Failures failures;
    private final Progress progress;

    /// @param reader opens connections of a role that can only read
    /// @param failures gets what is wrong
    public Fsck(DataSource reader, Failures failures, Progress progress) {
        this.reader = reader;
        this.failures = failures;
        this.progress = progress;
    }

    /// Audits.
    ///
    /// @throws SQLException when the database cannot be read
    public List<AuditedLog> run() throws SQLException, IOException {
        try (Connection records = open();
                Connection blobs = open()) {
            Snapshot snapshot = Snapshot.take(records);
            if (snapshot.heads().isEmpty()) {
                failures.add(Check.INCOMPLETE, "head", "absent", "one row a log");
            }
            List<AuditedLog> logs = new ArrayList<>();
            for (Head head : snapshot.heads()) {
                logs.add(audit(snapshot, head, records, blobs));
            }
            snapshot.strays().forEach(this::refuse);
            return logs;
        }
    }

    private AuditedLog audit(Snapshot snapshot, Head head, Connection records, Connection blobs)
            throws SQLException, IOException {
        LogVerifier verifier = new LogVerifier(failures);
        RecordRows rows = new RecordRows(head.log(), records, blobs);
        Pace pace = new Pace(records, head);
        for (long from = 0; from < head.size(); from += RANGE) {
            long to = Math.min(head.size(), from + RANGE);
            rows.read(from, to, verifier);
            progress.at(to, head.size());
            pace.rest();
        }
        VerifiedLog log = verifier.finish(head.size());
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
