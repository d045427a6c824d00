package io.affidavit.projections.seal;

import io.affidavit.schemas.proof.KeptCheckpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The sealer's connection with what hangs on it: its session, and the right to sign. For one
/// thread.
final class SealConnection {

    private static final Logger LOG = LoggerFactory.getLogger(SealConnection.class);

    /// First key of the advisory lock, "seal" in ASCII; the second is the log's ordinal.
    private static final int LOCK = 0x7365616c;

    private final DataSource source;
    private final SealKeys keys;
    private final Path anchors;
    private final SealSteps steps;

    private @Nullable AnchorDirectory anchor;

    private @Nullable Connection connection;
    private @Nullable SealPlace place;
    private @Nullable SealSession session;
    private boolean leading;

    /// @param anchors directory of the checkpoints of all logs
    SealConnection(DataSource source, SealKeys keys, Path anchors, SealSteps steps) {
        this.source = source;
        this.keys = keys;
        this.anchors = anchors;
        this.steps = steps;
    }

    /// The session, begun anew where there was none.
    ///
    /// @return null if there is no log yet
    @Nullable SealSession open() throws SQLException, IOException, BrokenLogException {
        SealSession open = session;
        if (open == null) {
            Connection own = connection;
            if (own == null) {
                own = source.getConnection();
                connection = own;
            }
            short current = current(own, anchors);
            AnchorDirectory kept = anchor;
            if (kept == null || kept.ordinal() != current) {
                kept = new AnchorDirectory(anchors, current, steps);
                anchor = kept;
            }
            SealPlace here = SealPlace.of(own, current, kept, keys, steps);
            open = here.begin();
            place = here;
            session = open;
        }
        return open;
    }

    /// The log that is appended to, which must be the last one that the anchor has seen.
    static short current(Connection connection, Path anchor)
            throws SQLException, IOException, BrokenLogException {
        short current = RecordRows.current(connection);
        int seen = AnchorDirectory.logs(anchor).stream().reduce(0, Math::max);
        if (seen > current) {
            throw BrokenLogException.of(
                    Finding.Kind.ROLLBACK,
                    0,
                    "log " + current + " as the last one",
                    "log " + seen + ", which the anchor has seen");
        }
        return current;
    }

    /// Ordinal of the log that was sealed last; 0 before any was.
    int log() {
        AnchorDirectory kept = anchor;
        return kept == null ? 0 : kept.ordinal();
    }

    /// The newest checkpoint that the session has signed or checked; null without one.
    KeptCheckpoint.@Nullable Kept kept() {
        SealSession open = session;
        SealedCheckpoint newest = open == null ? null : open.newest();
        return newest == null
                ? null
                : new KeptCheckpoint.Kept(log(), newest.checkpoint(), newest.note());
    }

    /// Where the session works; null before it has begun.
    @Nullable SealPlace place() {
        return place;
    }

    /// Whether this process signs.
    boolean isLeading() {
        return leading;
    }

    /// Takes the right to sign if nobody has it. The lock is the connection's: whoever lost the one
    /// has lost the other.
    void lead() throws SQLException {
        Connection own = connection;
        if (own == null) {
            return;
        }
        try (PreparedStatement lock = own.prepareStatement("select pg_try_advisory_lock(?, ?)")) {
            lock.setInt(1, LOCK);
            lock.setInt(2, log());
            try (ResultSet row = lock.executeQuery()) {
                row.next();
                leading = row.getBoolean(1);
            }
        }
    }

    /// Gives the connection up, and with it the right to sign.
    void drop() {
        Connection own = connection;
        session = null;
        connection = null;
        leading = false;
        if (own != null) {
            try {
                own.close();
            } catch (SQLException e) {
                LOG.debug("connection not closed: {}", e.getMessage());
            }
        }
    }
}
