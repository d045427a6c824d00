package io.affidavit.projections.seal;

import io.affidavit.schemas.evidence.Leaf;
import io.affidavit.schemas.proof.TilePath;
import java.security.MessageDigest;
import java.util.Arrays;

/// The growing tree as tiles: on each level the hashes of the one that is not full yet (at most 64
/// KiB in all), from which full ones are handed on.
///
/// It is the sealer's own arithmetic of RFC 6962 §2.1 beside the appender's frontier. For one
/// thread.
final class EdgeTree {

    /// 256^8 leaves are more than any position.
    static final int LEVELS = 8;

    private final MessageDigest digest = Leaf.newDigest();
    private final byte[][] edges = new byte[LEVELS][];
    private final int[] widths = new int[LEVELS];
    private long size;

    /// Takes each tile when it is full.
    @FunctionalInterface
    interface Full {

        /// @param hashes 256 hashes of 32 bytes, the receiver's from now on
        void tile(int level, long index, byte[] hashes);
    }

    EdgeTree() {
        Arrays.setAll(edges, level -> new byte[0]);
    }

    /// The tree of so many leaves, whose edge is set level by level.
    static EdgeTree ofSize(long size) {
        EdgeTree tree = new EdgeTree();
        tree.size = size;
        for (int level = 0; level < LEVELS; level++) {
            tree.widths[level] = TilePath.partialWidth(level, size);
            tree.edges[level] = new byte[tree.widths[level] == 0 ? 0 : tileBytes()];
        }
        return tree;
    }

    /// Sets a hash of the edge, for a tree that is being read from what was stored.
    void set(int level, int slot, byte[] hash) {
        System.arraycopy(hash, 0, edges[level], slot * Leaf.BYTES, Leaf.BYTES);
    }

    /// Adds a leaf hash on the right.
    void append(byte[] leaf, Full full) {
        size++;
        byte[] hash = leaf;
        for (int level = 0; ; level++) {
            if (edges[level].length == 0) {
                edges[level] = new byte[tileBytes()];
            }
            byte[] edge = edges[level];
            System.arraycopy(hash, 0, edge, widths[level] * Leaf.BYTES, Leaf.BYTES);
            if (++widths[level] < TilePath.FULL) {
                return;
            }
            widths[level] = 0;
            edges[level] = new byte[0];
            hash = TileHash.perfect(digest, edge, 0, TilePath.FULL);
            full.tile(level, (size >>> (TilePath.HEIGHT * (level + 1))) - 1, edge);
        }
    }

    /// Root of the tree so far.
    byte[] root() {
        byte[] root = null;
        for (int level = 0; level < LEVELS; level++) {
            // The perfect subtrees of the edge, the smallest first: it stands on the right.
            int to = widths[level];
            while (to > 0) {
                int count = Integer.lowestOneBit(to);
                to -= count;
                byte[] peak = TileHash.perfect(digest, edges[level], to, count);
                root = root == null ? peak : Leaf.node(digest, peak, root);
            }
        }
        return root == null ? Leaf.emptyRoot() : root;
    }

    /// Number of leaves.
    long size() {
        return size;
    }

    /// How many hashes the edge has on a level.
    int width(int level) {
        return widths[level];
    }

    /// A hash of the edge, a copy.
    byte[] get(int level, int slot) {
        int from = slot * Leaf.BYTES;
        return Arrays.copyOfRange(edges[level], from, from + Leaf.BYTES);
    }

    /// The hashes of the edge on a level, side by side; not to be changed.
    byte[] hashes(int level) {
        return edges[level];
    }

    private static int tileBytes() {
        return TilePath.FULL * Leaf.BYTES;
    }
}
