package io.affidavit.query.evidence.tree;

import io.affidavit.query.web.Problem;
import io.affidavit.schemas.proof.Checkpoint;
import io.affidavit.schemas.proof.SignedNote;
import io.affidavit.schemas.value.FailureCode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The SQL of published checkpoints.
public final class CheckpointReader {

    private static final String CHECKPOINT = "select log, size, note from seal.checkpoint where ";

    /// Whoever restored a backup goes on in a new log; what is asked without naming one is about
    /// it.
    private static final String OF_PRESENT_LOG = "log = (select max(log) from evidence.head)";

    private final JdbcClient sql;

    /// Reads with the reader's connection.
    public CheckpointReader(JdbcClient sql) {
        this.sql = sql;
    }

    /// The newest checkpoint of the present log; empty before its first.
    public Optional<SealedCheckpoint> newest() {
        return sql.sql(CHECKPOINT + OF_PRESENT_LOG + " order by size desc limit 1")
                .query((row, number) -> checkpoint(row))
                .optional();
    }

    /// The checkpoint of exactly this size of the present log; empty when that size was never
    /// signed.
    public Optional<SealedCheckpoint> of(long size) {
        return sql.sql(CHECKPOINT + OF_PRESENT_LOG + " and size = ?")
                .param(size)
                .query((row, number) -> checkpoint(row))
                .optional();
    }

    /// The first checkpoint that commits to a position; empty when it is not sealed yet.
    ///
    /// @param log ordinal of the log
    public Optional<SealedCheckpoint> covering(int log, long position) {
        return sql.sql(CHECKPOINT + "log = ? and size > ? order by size limit 1")
                .param(log)
                .param(position)
                .query((row, number) -> checkpoint(row))
                .optional();
    }

    /// The newest checkpoint of the present log whose size is from `from` to before `before`.
    Optional<SealedCheckpoint> signedWithin(long from, long before) {
        return sql.sql(
                        CHECKPOINT
                                + OF_PRESENT_LOG
                                + " and size >= ? and size < ? order by size desc limit 1")
                .params(from, before)
                .query((row, number) -> checkpoint(row))
                .optional();
    }

    private static SealedCheckpoint checkpoint(ResultSet row) throws SQLException {
        long size = row.getLong("size");
        try {
            SignedNote note = SignedNote.parse(row.getBytes("note"));
            Checkpoint checkpoint = note.checkpoint();
            if (checkpoint.size() == size) {
                return new SealedCheckpoint(row.getInt("log"), checkpoint, note);
            }
        } catch (IllegalArgumentException e) {
            // Told below in one way: a row that nobody signed like that is never shown.
        }
        throw Problem.of(
                FailureCode.EVIDENCE_UNAVAILABLE,
                "checkpoint of size " + size + ": (expected: a signed note of that size)");
    }
}
