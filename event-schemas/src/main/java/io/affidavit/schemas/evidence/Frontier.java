package io.affidavit.schemas.evidence;

import java.security.MessageDigest;
import java.util.Arrays;

/// The right edge of a growing tree: the roots of its perfect subtrees, largest first.
///
/// It is all an appender needs to know of the tree (at most 63 hashes) and gives the root of RFC
/// 6962 §2.1 at any moment. Mutable and for one thread; [#copy] is cheap, so that a batch which
/// fails leaves the original as it was.
public final class Frontier {

    private static final int MAX_PEAKS = Long.SIZE - 1;

    private final MessageDigest digest = Leaf.newDigest();
    private final byte[][] peaks = new byte[MAX_PEAKS][];
    private int depth;
    private long size;

    /// The frontier of the empty tree.
    public Frontier() {}

    /// Reads what [#toBytes] wrote for a tree of this size.
    ///
    /// @throws IllegalArgumentException if so many bytes cannot belong to that size
    public static Frontier fromBytes(long size, byte[] bytes) {
        if (size < 0 || bytes.length != Long.bitCount(size) * Leaf.BYTES) {
            throw new IllegalArgumentException(
                    "frontier: "
                            + bytes.length
                            + " bytes for size "
                            + size
                            + " (expected: one hash per set bit of the size)");
        }
        Frontier frontier = new Frontier();
        frontier.size = size;
        for (int from = 0; from < bytes.length; from += Leaf.BYTES) {
            frontier.peaks[frontier.depth++] = Arrays.copyOfRange(bytes, from, from + Leaf.BYTES);
        }
        return frontier;
    }

    /// An independent frontier of the same tree.
    public Frontier copy() {
        Frontier copy = new Frontier();
        System.arraycopy(peaks, 0, copy.peaks, 0, depth); // hashes themselves never change
        copy.depth = depth;
        copy.size = size;
        return copy;
    }

    /// Adds a leaf hash on the right. The array must not be changed afterwards.
    public void append(byte[] leaf) {
        if (leaf.length != Leaf.BYTES) {
            throw new IllegalArgumentException("leaf: " + leaf.length + " bytes (expected: 32)");
        }
        byte[] carry = leaf;
        for (long rest = size; (rest & 1) == 1; rest >>>= 1) {
            carry = Leaf.node(digest, peaks[--depth], carry);
        }
        peaks[depth++] = carry;
        size++;
    }

    /// Root of the tree so far; the hash of nothing when it is empty.
    public byte[] root() {
        if (depth == 0) {
            return Leaf.emptyRoot();
        }
        byte[] root = peaks[depth - 1];
        for (int i = depth - 2; i >= 0; i--) {
            root = Leaf.node(digest, peaks[i], root);
        }
        return root.clone();
    }

    /// Number of leaves.
    public long size() {
        return size;
    }

    /// The peaks, largest subtree first, 32 bytes each. The size is kept beside it.
    public byte[] toBytes() {
        byte[] bytes = new byte[depth * Leaf.BYTES];
        for (int i = 0; i < depth; i++) {
            System.arraycopy(peaks[i], 0, bytes, i * Leaf.BYTES, Leaf.BYTES);
        }
        return bytes;
    }
}
