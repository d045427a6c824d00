package io.affidavit.query.evidence.tree;

import io.affidavit.query.web.Problem;
import io.affidavit.schemas.evidence.LogOrigin;
import io.affidavit.schemas.proof.Checkpoint;
import io.affidavit.schemas.proof.SignedNote;
import io.affidavit.schemas.value.FailureCode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The SQL of published checkpoints.
public final class CheckpointReader {

    private static final String CHECKPOINT = "select log, size, note from seal.checkpoint where ";

    /// Whoever restored a backup goes on in a new log; what is asked without naming one is about
    /// it.
    private static final String OF_LOG =
            "log = coalesce(?::integer, (select max(log) from evidence.head))";

    private final JdbcClient sql;

    /// Reads with the reader's connection.
    public CheckpointReader(JdbcClient sql) {
        this.sql = sql;
    }

    /// The newest checkpoint; empty before the first.
    ///
    /// @param log ordinal of the log; `null` for the one that is appended to
    public Optional<SealedCheckpoint> newest(@Nullable Integer log) {
        return sql.sql(CHECKPOINT + OF_LOG + " order by size desc limit 1")
                .param(log)
                .query((row, number) -> checkpoint(row))
                .optional();
    }

    /// The checkpoint of exactly this size; empty when that size was never signed.
    ///
    /// @param log ordinal of the log; `null` for the one that is appended to
    public Optional<SealedCheckpoint> of(@Nullable Integer log, long size) {
        return sql.sql(CHECKPOINT + OF_LOG + " and size = ?")
                .param(log)
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

    /// The first checkpoint of a log that commits to a position; empty when it is not sealed yet,
    /// or there is no such log.
    Optional<SealedCheckpoint> covering(LogOrigin origin, long position) {
        return sql.sql(
                        CHECKPOINT
                                + "log = (select log from evidence.head where origin = ?)"
                                + " and size > ? order by size limit 1")
                .param(origin.value())
                .param(position)
                .query((row, number) -> checkpoint(row))
                .optional();
    }

    /// The newest checkpoint of a log whose size is from `from` to before `before`.
    ///
    /// @param log ordinal of the log; `null` for the one that is appended to
    Optional<SealedCheckpoint> signedWithin(@Nullable Integer log, long from, long before) {
        return sql.sql(
                        CHECKPOINT
                                + OF_LOG
                                + " and size >= ? and size < ? order by size desc limit 1")
                .param(log)
                .param(from)
                .param(before)
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
