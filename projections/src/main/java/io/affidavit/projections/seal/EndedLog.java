package io.affidavit.projections.seal;

import io.affidavit.projections.seal.Finding.Kind;
import io.affidavit.projections.seal.RecordRows.Head;
import io.affidavit.schemas.evidence.Frontier;
import io.affidavit.schemas.evidence.LogKeys;
import io.affidavit.schemas.evidence.LogOrigin;
import io.affidavit.schemas.evidence.LostTail;
import io.affidavit.schemas.proof.KeptCheckpoint.Kept;
import io.affidavit.schemas.value.Digest;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A log that has ended, looked at again and again over one connection: it must stay as it was
/// left. What was sealed of it is walked through like an open log; the records behind its last
/// checkpoint, for which no tile vouches, are recomputed up to the root that the log behind names.
///
/// For one thread.
final class EndedLog {

    private final LostTail left;
    private final SealedTree sealed;
    private final @Nullable SealedCheckpoint newest;
    private final Patrol patrol;
    private final Rounds rounds = new Rounds();
    private @Nullable EdgeTree tail;

    private EndedLog(
            LostTail left, SealedTree sealed, @Nullable SealedCheckpoint newest, Patrol patrol) {
        this.left = left;
        this.sealed = sealed;
        this.newest = newest;
        this.patrol = patrol;
    }

    /// Finds its place.
    ///
    /// @param left as the log behind says it was left
    /// @param patrol remembers what was looked at
    /// @throws BrokenLogException if its head or its newest checkpoint is another one
    static EndedLog begin(Connection connection, LostTail left, Patrol patrol)
            throws SQLException, IOException, BrokenLogException {
        short log = (short) left.log();
        RecordRows records = new RecordRows(connection, log);
        TileTable tiles = new TileTable(connection, log);
        CheckpointTable checkpoints = new CheckpointTable(connection, log);
        check(left, records.head());
        LogKeys keys = KeyRecords.of(records, new LogOrigin(left.origin()), left.keptSize());
        EdgeTree edge = new EdgeTree();
        SealedCheckpoint signed = null;
        Optional<CheckpointTable.Row> newest = checkpoints.newest();
        if (newest.isPresent()) {
            if (newest.get().size() > left.keptSize()) {
                throw BrokenLogException.of(
                        Kind.CHECKPOINT,
                        newest.get().size(),
                        "a checkpoint",
                        "none behind the " + left.keptSize() + " records that were left");
            }
            signed = SealPlace.open(keys, newest.get());
            edge = SealPlace.checked(new TreeReader(records, tiles), signed, Kind.TILE);
        }
        SealedTree sealed = new SealedTree(records, tiles, checkpoints, edge, keys);
        return new EndedLog(left, sealed, signed, patrol);
    }

    /// Its newest checkpoint; empty where it ended before the first.
    Optional<Kept> kept() {
        return Optional.ofNullable(newest)
                .map(signed -> new Kept(left.log(), signed.checkpoint(), signed.note()));
    }

    private static void check(LostTail left, @Nullable Head head) throws BrokenLogException {
        long size = head == null ? 0 : head.size();
        if (head == null || size < left.keptSize()) {
            throw BrokenLogException.of(
                    Kind.MISSING, size, size + " records", "the " + left.keptSize() + " left");
        }
        String root;
        try {
            root = Digest.of(Frontier.fromBytes(size, head.frontier()).root()).value();
        } catch (IllegalArgumentException e) {
            root = head.frontier().length + " bytes";
        }
        if (size > left.keptSize() || !root.equals(left.keptRoot().value())) {
            throw BrokenLogException.of(
                    Kind.HEAD,
                    size,
                    size + " records with root " + root,
                    left.keptSize() + " with root " + left.keptRoot() + ", as they were left");
        }
    }

    /// Looks at what was once wrong.
    void revisit() throws SQLException, IOException, BrokenLogException {
        patrol.revisit(sealed);
    }

    /// Looks at what is due after so much time.
    void walk(Duration elapsed) throws SQLException, IOException, BrokenLogException {
        patrol.walk(sealed, elapsed);
        rounds.passed((left.keptSize() - sealed.edge().size()) / RecordRows.PAGE + 1, elapsed);
        while (rounds.take()) {
            lookBehind();
        }
    }

    /// Looks at the next page behind the last checkpoint, and at the root behind the last one.
    private void lookBehind() throws SQLException, IOException, BrokenLogException {
        EdgeTree tree = tail;
        if (tree == null) {
            tree = new TreeReader(sealed.records(), sealed.tiles()).at(sealed.edge().size());
            tail = tree;
        }
        EdgeTree growing = tree;
        long to = Math.min(left.keptSize(), tree.size() + RecordRows.PAGE);
        sealed.records()
                .read(
                        tree.size(),
                        to,
                        row -> {
                            byte[] found = row.leaf();
                            if (row.position() != growing.size()
                                    || !Arrays.equals(found, row.stored())) {
                                throw broken(growing.size(), row.position(), found);
                            }
                            growing.append(found, (_, _, _) -> {});
                        });
        if (tree.size() < to) {
            throw broken(tree.size(), to, tree.root());
        }
        if (to == left.keptSize()) {
            tail = null;
            String root = HexFormat.of().formatHex(tree.root());
            if (!root.equals(left.keptRoot().value())) {
                throw BrokenLogException.of(
                        Kind.LEAF,
                        sealed.edge().size(),
                        "records up to " + to + " with root " + root,
                        "root " + left.keptRoot() + ", as they were left");
            }
        }
    }

    private static BrokenLogException broken(long expected, long position, byte[] found) {
        return position == expected
                ? BrokenLogException.of(
                        Kind.LEAF,
                        position,
                        HexFormat.of().formatHex(found),
                        "the hash in the leaf column")
                : BrokenLogException.of(Kind.MISSING, expected, "no record", "record " + expected);
    }
}
