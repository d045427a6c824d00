package io.affidavit.replay.fsck;

import io.affidavit.replay.proof.KeyHistory;
import io.affidavit.replay.proof.NoteCheck;
import io.affidavit.replay.proof.TrustPolicy;
import io.affidavit.replay.verify.Check;
import io.affidavit.replay.verify.Failures;
import io.affidavit.replay.verify.TreeWatch;
import io.affidavit.schemas.evidence.EvidenceEvent;
import io.affidavit.schemas.evidence.RecordView;
import io.affidavit.schemas.evidence.TreeHash;
import io.affidavit.schemas.proof.Checkpoint;
import io.affidavit.schemas.proof.SignedNote;
import io.affidavit.schemas.serial.EventSerializer;
import io.affidavit.schemas.value.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/// Holds everything that was sealed of one log against its records, as they stream by: tiles,
/// checkpoints of the database, checkpoints of the anchor directory.
final class SealCheck implements TreeWatch {

    /// The second condition lets the index on rare types be used.
    private static final String KEYS =
            "select pos, rec from evidence.record where log = ? and pos < ? and type in"
                    + " ('log.opened', 'log.key_added', 'log.key_retired')"
                    + " and type not in ('call.admitted', 'guardrail.judged', 'route.chosen',"
                    + " 'call.completed') order by pos";

    private final Connection connection;
    private final Head head;
    private final Snapshot.Sealed sealed;
    private final NavigableMap<Long, Path> anchors;
    private final boolean ended;
    private final Failures failures;
    private final TileCheck tiles;
    private final CheckpointRows checkpoints;
    private @Nullable NoteCheck notes;

    /// @param ended whether another log goes on behind it
    SealCheck(
            Connection connection,
            Head head,
            Snapshot.Sealed sealed,
            NavigableMap<Long, Path> anchors,
            boolean ended,
            Failures failures) {
        this.connection = connection;
        this.head = head;
        this.sealed = sealed;
        this.anchors = anchors;
        this.ended = ended;
        this.failures = failures;
        this.tiles = new TileCheck(connection, head, sealed, failures);
        this.checkpoints = new CheckpointRows(connection, head.log(), sealed.newest());
    }

    /// Says whose signatures count, and looks at how the log's keys took over from each other.
    ///
    /// @param policy null for the keys that the log's own records name
    void believe(@Nullable TrustPolicy policy) throws SQLException {
        KeyHistory history = new KeyHistory(failures);
        try (PreparedStatement select = connection.prepareStatement(KEYS)) {
            select.setInt(1, head.log());
            select.setLong(2, head.size());
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    take(history, rows.getLong(1), rows.getBytes(2));
                }
            }
        }
        if (policy != null) {
            notes = new NoteCheck(policy, failures);
        } else if (!history.isEmpty()) {
            notes = new NoteCheck(history.policy(), failures);
        }
    }

    /// A record that cannot be read is a failure of its own.
    private static void take(KeyHistory history, long position, byte[] bytes) {
        try {
            RecordView record = RecordView.parse(bytes);
            String revision = Integer.toString(record.rev());
            if (EventSerializer.read(record.type(), revision, record.data(), record.parts())
                    instanceof EvidenceEvent event) {
                history.add(position, record.at(), event);
            }
        } catch (RuntimeException e) {
            return;
        }
    }

    @Override
    public void grew(byte[] leaf, TreeHash tree) {
        try {
            tiles.add(leaf);
            if (checkpoints.nextSize() == tree.size()) {
                checkStored(checkpoints.take(), tree.root());
            }
            Path anchor = anchors.get(tree.size());
            if (anchor != null) {
                checkAnchor(tree.size(), anchor, tree.root());
            }
        } catch (SQLException e) {
            throw new SealsUnreadable(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void checkStored(CheckpointRows.Row row, byte[] root) {
        String object = "checkpoint " + row.size();
        Checkpoint signed = signed(object, row.note());
        if (signed == null) {
            return;
        }
        if (signed.size() != row.size() || !Arrays.equals(signed.root().bytes(), row.root())) {
            failures.add(
                    Check.CHECKPOINT_SIGNATURE,
                    object + " columns",
                    row.size() + " " + Digest.of(row.root()),
                    text(signed));
        }
        if (signed.size() == row.size() && !Arrays.equals(signed.root().bytes(), root)) {
            failures.add(
                    Check.INCLUSION,
                    object + " root",
                    Digest.of(root).toString() + " of the records",
                    signed.root() + " as signed");
        }
    }

    private void checkAnchor(long size, Path file, byte[] root) throws IOException {
        Checkpoint signed = signed("anchor " + size, Files.readAllBytes(file));
        if (signed == null) {
            return;
        }
        if (signed.size() != size || !Arrays.equals(signed.root().bytes(), root)) {
            failures.add(
                    Check.SPLIT_VIEW,
                    "anchor " + size,
                    "size " + size + " root " + Digest.of(root) + " of the records",
                    text(signed) + " as signed");
        }
    }

    private @Nullable Checkpoint signed(String object, byte[] note) {
        if (notes != null) {
            return notes.check(object, note);
        }
        try {
            return SignedNote.parse(note).checkpoint();
        } catch (IllegalArgumentException e) {
            failures.add(
                    Check.CHECKPOINT_SIGNATURE,
                    object,
                    String.valueOf(e.getMessage()),
                    "a signed checkpoint");
            return null;
        }
    }

    /// Tells that the records end.
    void finish() throws SQLException {
        tiles.finish();
        refuseNewer("checkpoint", sealed.newest());
        if (!ended) { // of one that has ended the loss is declared
            refuseNewer("anchor", anchors.isEmpty() ? -1 : anchors.lastKey());
        }
        if (notes == null && sealed.newest() >= 0) {
            failures.add(
                    Check.CHECKPOINT_SIGNATURE,
                    "record 0",
                    "no keys",
                    "log.opened with the keys that sign checkpoints");
        }
    }

    private void refuseNewer(String what, long size) {
        if (size > head.size()) {
            failures.add(
                    Check.SPLIT_VIEW,
                    what + " " + size,
                    "a log of " + head.size() + " records",
                    "one of at least " + size + ", as was signed");
        }
    }

    private static String text(Checkpoint checkpoint) {
        return "size " + checkpoint.size() + " root " + checkpoint.root();
    }
}
