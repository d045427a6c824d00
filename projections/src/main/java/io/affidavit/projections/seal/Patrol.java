package io.affidavit.projections.seal;

import io.affidavit.projections.seal.Finding.Kind;
import io.affidavit.schemas.evidence.Leaf;
import io.affidavit.schemas.proof.TilePath;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;

/// Looks again at what was sealed long ago, tile by tile: the records still hash to their tile, and
/// the tile still belongs to the tree that was signed last. Checkpoints are looked at in between.
///
/// A round takes a day, or less while the log is short. For one thread.
final class Patrol {

    private long next = ThreadLocalRandom.current().nextLong(Long.MAX_VALUE);
    private long nextCheckpoint;
    private final Set<Long> suspectTiles = new TreeSet<>();
    private final Set<Long> suspectCheckpoints = new TreeSet<>();
    private final Rounds rounds = new Rounds();
    private long walked;

    /// Has what was once wrong looked at before anything else, until it is right.
    void suspect(Kind kind, long position) {
        if (kind == Kind.CHECKPOINT || kind == Kind.SPLIT_VIEW) {
            suspectCheckpoints.add(position);
        } else {
            suspectTiles.add(position / TilePath.FULL);
        }
    }

    /// Whether something was once wrong.
    boolean suspects() {
        return !suspectTiles.isEmpty() || !suspectCheckpoints.isEmpty();
    }

    /// Looks at what was once wrong.
    void revisit(SealedTree sealed) throws SQLException, BrokenLogException {
        for (Iterator<Long> all = suspectTiles.iterator(); all.hasNext(); all.remove()) {
            long tile = all.next();
            if (tile * TilePath.FULL < sealed.edge().size()) {
                look(sealed, tile);
            }
        }
        for (Iterator<Long> all = suspectCheckpoints.iterator(); all.hasNext(); all.remove()) {
            lookBehind(sealed, all.next() - 1);
        }
    }

    /// Looks at as many tiles as are due after so much time.
    void walk(SealedTree sealed, Duration elapsed) throws SQLException, BrokenLogException {
        long tiles = sealed.edge().size() / TilePath.FULL + 1; // with the one that is not full
        rounds.passed(tiles, elapsed);
        while (rounds.take()) {
            next = (next + 1) % tiles;
            look(sealed, next);
            nextCheckpoint = lookBehind(sealed, nextCheckpoint);
        }
    }

    /// Records that were looked at again since the start.
    long walked() {
        return walked;
    }

    /// Looks at one tile and at its records; the one behind the last full one is in memory.
    void look(SealedTree sealed, long index) throws SQLException, BrokenLogException {
        long from = index * TilePath.FULL;
        long to = Math.min(from + TilePath.FULL, sealed.edge().size());
        byte[] hashes = sealed.stored().verified(0, index);
        long[] expected = {from};
        sealed.records()
                .read(
                        from,
                        to,
                        row -> {
                            long position = row.position();
                            requireNext(expected[0]++, position);
                            compare(position, row.leaf(), row.stored(), "leaf column");
                            compare(
                                    position,
                                    row.leaf(),
                                    slot(hashes, (int) (position - from)),
                                    "sealed leaf");
                        });
        requireNext(expected[0], to);
        walked += to - from;
    }

    /// Looks at the next checkpoint; returns its size, 0 behind the last one.
    private static long lookBehind(SealedTree sealed, long size)
            throws SQLException, BrokenLogException {
        List<CheckpointTable.Row> rows = sealed.checkpoints().behind(size, 1);
        if (rows.isEmpty() || rows.getFirst().size() > sealed.edge().size()) {
            return 0;
        }
        SealedCheckpoint signed = SealPlace.open(sealed.keys(), rows.getFirst());
        long found = rows.getFirst().size();
        byte[] root = sealed.stored().root(found);
        if (!Arrays.equals(root, signed.checkpoint().root().bytes())) {
            throw BrokenLogException.of(
                    Kind.SPLIT_VIEW,
                    found,
                    "root " + signed.checkpoint().root(),
                    "root " + HexFormat.of().formatHex(root));
        }
        return found;
    }

    private static void requireNext(long expected, long position) throws BrokenLogException {
        if (position != expected) {
            throw BrokenLogException.of(Kind.MISSING, expected, "no record", "record " + expected);
        }
    }

    private static void compare(long position, byte[] computed, byte[] other, String what)
            throws BrokenLogException {
        if (!Arrays.equals(computed, other)) {
            throw BrokenLogException.of(
                    Kind.LEAF,
                    position,
                    HexFormat.of().formatHex(computed),
                    HexFormat.of().formatHex(other) + ", the " + what);
        }
    }

    private static byte[] slot(byte[] hashes, int slot) {
        return Arrays.copyOfRange(hashes, slot * Leaf.BYTES, (slot + 1) * Leaf.BYTES);
    }
}
