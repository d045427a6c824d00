package io.affidavit.query.evidence.tree;

import io.affidavit.schemas.evidence.Leaf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where paths lead, by the recursive definitions of RFC 6962 §2.1: what a reader of a proof will
/// compute. Paths of another length than the definition asks for lead nowhere.
final class PathRoots {

    private PathRoots() {}

    /// Root of the tree in which a perfect subtree stands.
    ///
    /// @param hash root of the subtree
    /// @param first its first leaf
    /// @param length its number of leaves
    /// @return `null` where the path leads nowhere
    static byte @Nullable [] inclusion(
            byte[] hash, long first, long length, long size, List<byte[]> path) {
        if (size == length) {
            return path.isEmpty() ? hash : null;
        }
        if (path.isEmpty()) {
            return null;
        }
        long half = Long.highestOneBit(size - 1);
        List<byte[]> below = path.subList(0, path.size() - 1);
        if (first < half) {
            byte[] left = inclusion(hash, first, length, half, below);
            return left == null ? null : Leaf.node(left, path.getLast());
        }
        byte[] right = inclusion(hash, first - half, length, size - half, below);
        return right == null ? null : Leaf.node(path.getLast(), right);
    }

    /// Both roots that a consistency proof leads to.
    ///
    /// @param earlier root of the tree of the first `from` leaves, which a path leaves out where it
    ///   is a node of the other tree
    /// @return `null` where the path leads nowhere
    static @Nullable Pair consistency(long from, byte[] earlier, long to, List<byte[]> path) {
        return grown(from, to, path, earlier, true);
    }

    /// Roots of a tree and of its beginning.
    @SuppressWarnings("ArrayRecordComponent") // compared as hashes, never as a record
    record Pair(byte[] earlier, byte[] later) {}

    private static @Nullable Pair grown(
            long from, long to, List<byte[]> path, byte[] earlier, boolean whole) {
        if (from == to) {
            if (path.size() != (whole ? 0 : 1)) {
                return null;
            }
            byte[] hash = whole ? earlier : path.getFirst();
            return new Pair(hash, hash);
        }
        if (path.isEmpty()) {
            return null;
        }
        long half = Long.highestOneBit(to - 1);
        List<byte[]> below = path.subList(0, path.size() - 1);
        byte[] last = path.getLast();
        if (from <= half) {
            Pair left = grown(from, half, below, earlier, whole);
            return left == null ? null : new Pair(left.earlier(), Leaf.node(left.later(), last));
        }
        Pair right = grown(from - half, to - half, below, earlier, false);
        return right == null
                ? null
                : new Pair(Leaf.node(last, right.earlier()), Leaf.node(last, right.later()));
    }
}
