package io.affidavit.projections.seal;

import io.affidavit.projections.seal.Finding.Kind;
import io.affidavit.schemas.evidence.Leaf;
import io.affidavit.schemas.proof.TilePath;
import java.io.IOException;
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

    private static final Duration ROUND = Duration.ofDays(1);

    /// A short log is looked at this often.
    private static final Duration LONGEST_REST = Duration.ofSeconds(10);

    /// Tiles looked at in one step, so that sealing never waits for long.
    private static final int TILES_MAX = 64;

    private long next = ThreadLocalRandom.current().nextLong(Long.MAX_VALUE);
    private long nextCheckpoint;
    private final Set<Long> suspectTiles = new TreeSet<>();
    private final Set<Long> suspectCheckpoints = new TreeSet<>();
    private double due;
    private long walked;

    /// Has what was once wrong looked at before anything else, until it is right.
    void suspect(Kind kind, long position) {
        if (kind == Kind.CHECKPOINT || kind == Kind.SPLIT_VIEW) {
            suspectCheckpoints.add(position);
        } else {
            suspectTiles.add(position / TilePath.FULL);
        }
    }

    /// Looks at what was once wrong.
    void revisit(SealSession session, SealPlace place)
            throws SQLException, IOException, BrokenLogException {
        if (!suspectTiles.isEmpty() || !suspectCheckpoints.isEmpty()) {
            session.storeTiles();
        }
        for (Iterator<Long> all = suspectTiles.iterator(); all.hasNext(); all.remove()) {
            long tile = all.next();
            if (tile * TilePath.FULL < session.tree().size()) {
                look(session, place, tile);
            }
        }
        for (Iterator<Long> all = suspectCheckpoints.iterator(); all.hasNext(); all.remove()) {
            lookBehind(session, place, all.next() - 1);
        }
    }

    /// Looks at as many tiles as are due after so much time.
    void walk(SealSession session, SealPlace place, Duration elapsed)
            throws SQLException, IOException, BrokenLogException {
        long tiles = session.tree().size() / TilePath.FULL + 1; // with the one that is not full
        double rests = (double) elapsed.toNanos() / LONGEST_REST.toNanos();
        double share = tiles * ((double) elapsed.toNanos() / ROUND.toNanos());
        due = Math.min(due + Math.max(rests, share), TILES_MAX);
        for (; due >= 1; due--) {
            next = (next + 1) % tiles;
            look(session, place, next);
            nextCheckpoint = lookBehind(session, place, nextCheckpoint);
        }
    }

    /// Records that were looked at again since the start.
    long walked() {
        return walked;
    }

    /// Looks at one tile and at its records; the one behind the last full one is in memory.
    void look(SealSession session, SealPlace place, long index)
            throws SQLException, IOException, BrokenLogException {
        EdgeTree tree = session.tree();
        long from = index * TilePath.FULL;
        long to = Math.min(from + TilePath.FULL, tree.size());
        byte[] hashes = new StoredTree(place.tiles(), tree).verified(0, index);
        long[] expected = {from};
        place.records()
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
    private static long lookBehind(SealSession session, SealPlace place, long size)
            throws SQLException, BrokenLogException {
        List<CheckpointTable.Row> rows = place.checkpoints().behind(size, 1);
        if (rows.isEmpty() || rows.getFirst().size() > session.tree().size()) {
            return 0;
        }
        SealedCheckpoint sealed = SealPlace.open(session.keys(), rows.getFirst());
        long found = rows.getFirst().size();
        byte[] root = new StoredTree(place.tiles(), session.tree()).root(found);
        if (!Arrays.equals(root, sealed.checkpoint().root().bytes())) {
            throw BrokenLogException.of(
                    Kind.SPLIT_VIEW,
                    found,
                    "root " + sealed.checkpoint().root(),
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
