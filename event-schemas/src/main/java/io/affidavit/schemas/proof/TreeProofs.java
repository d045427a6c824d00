package io.affidavit.schemas.proof;

import io.affidavit.schemas.evidence.Leaf;
import java.util.ArrayList;
import java.util.List;

/// Builds proofs from a stored tree as RFC 6962 §2.1 defines them, with a logarithmic number of
/// reads. Whoever checks a proof has arithmetic of its own.
public final class TreeProofs {

    private final NodeSource nodes;

    /// @param nodes the tree
    public TreeProofs(NodeSource nodes) {
        this.nodes = nodes;
    }

    /// Root of the first `size` leaves.
    public byte[] root(long size) {
        return size == 0 ? Leaf.emptyRoot() : range(0, size);
    }

    /// That a leaf stands at `index` in the tree of the first `size` leaves (RFC 6962 §2.1.1).
    ///
    /// @return the audit path, the leaf's sibling first
    public List<byte[]> inclusion(long index, long size) {
        return inclusion(0, index, size);
    }

    /// The same for the root of a perfect subtree: what of such a path lies above it.
    ///
    /// @param level the subtree has `2^level` leaves, all of them below `size`
    /// @param index how many such subtrees stand before it
    /// @return the path, the subtree's sibling first
    public List<byte[]> inclusion(int level, long index, long size) {
        if (index < 0 || index >= size >>> level) {
            throw new IllegalArgumentException(
                    "index: " + index + " (expected: 0 to before " + (size >>> level) + ")");
        }
        List<byte[]> path = new ArrayList<>();
        include(index << level, 1L << level, 0, size, path);
        return path;
    }

    /// That the tree of the first `from` leaves is a beginning of that of the first `to` (RFC 6962
    /// §2.1.2).
    ///
    /// @return empty if both are the same or `from` is 0
    public List<byte[]> consistency(long from, long to) {
        if (from < 0 || from > to) {
            throw new IllegalArgumentException(
                    "tree size: " + from + " (expected: 0 to " + to + ")");
        }
        List<byte[]> path = new ArrayList<>();
        if (from > 0 && from < to) {
            extend(from, 0, to, true, path);
        }
        return path;
    }

    private void include(long first, long length, long start, long end, List<byte[]> path) {
        if (end - start == length) {
            return;
        }
        long middle = start + split(end - start);
        if (first < middle) {
            include(first, length, start, middle, path);
            path.add(range(middle, end));
        } else {
            include(first, length, middle, end, path);
            path.add(range(start, middle));
        }
    }

    private void extend(long from, long start, long end, boolean whole, List<byte[]> path) {
        if (from == end) {
            if (!whole) {
                path.add(range(start, end));
            }
            return;
        }
        long middle = start + split(end - start);
        if (from <= middle) {
            extend(from, start, middle, whole, path);
            path.add(range(middle, end));
        } else {
            extend(from, middle, end, false, path);
            path.add(range(start, middle));
        }
    }

    /// Root over the leaves `start` to before `end`, where `start` is a multiple of the largest
    /// power of two that fits.
    byte[] range(long start, long end) {
        long length = end - start;
        if (Long.bitCount(length) == 1) {
            int level = Long.numberOfTrailingZeros(length);
            return nodes.node(level, start >>> level);
        }
        long middle = start + split(length);
        return Leaf.node(range(start, middle), range(middle, end));
    }

    static long split(long length) {
        return Long.highestOneBit(length - 1);
    }
}
