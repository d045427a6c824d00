package io.affidavit.replay.proof;

import io.affidavit.schemas.evidence.Leaf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Checks paths through a Merkle tree as RFC 9162 §2.1.3.2 and §2.1.4.2 lay down.
///
/// Sizes and roots must come from signed checkpoints: a path alone also fits other sizes.
public final class PathCheck {

    private PathCheck() {}

    /// The root that an audit path leads to.
    ///
    /// @return null if the path is too short or too long for that place in a tree of that size
    public static byte @Nullable [] root(long index, long size, byte[] leaf, List<byte[]> path) {
        if (index < 0 || index >= size) {
            return null;
        }
        long node = index;
        long last = size - 1;
        byte[] hash = leaf;
        for (byte[] sibling : path) {
            if (last == 0) {
                return null;
            }
            if ((node & 1) == 1 || node == last) {
                hash = Leaf.node(sibling, hash);
                int skipped = node == 0 ? 0 : Long.numberOfTrailingZeros(node);
                node >>>= skipped;
                last >>>= skipped;
            } else {
                hash = Leaf.node(hash, sibling);
            }
            node >>>= 1;
            last >>>= 1;
        }
        return last == 0 ? hash : null;
    }

    /// Whether a tree of `from` leaves is a beginning of one of `to` leaves. Nothing is said of an
    /// empty one, which would be a beginning of everything.
    public static boolean isBeginning(
            long from, byte[] fromRoot, long to, byte[] toRoot, List<byte[]> path) {
        if (from <= 0 || from > to) {
            return false;
        }
        if (from == to) {
            return path.isEmpty() && Arrays.equals(fromRoot, toRoot);
        }
        List<byte[]> hashes = new ArrayList<>(path);
        if (Long.bitCount(from) == 1) {
            hashes.addFirst(fromRoot);
        }
        return !hashes.isEmpty() && leads(from, fromRoot, to, toRoot, hashes);
    }

    private static boolean leads(
            long from, byte[] fromRoot, long to, byte[] toRoot, List<byte[]> hashes) {
        int whole = Long.numberOfTrailingZeros(from);
        long node = (from - 1) >>> whole;
        long last = (to - 1) >>> whole;
        byte[] old = hashes.getFirst();
        byte[] grown = old;
        for (byte[] hash : hashes.subList(1, hashes.size())) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                old = Leaf.node(hash, old);
                grown = Leaf.node(hash, grown);
                int skipped = node == 0 ? 0 : Long.numberOfTrailingZeros(node);
                node >>>= skipped;
                last >>>= skipped;
            } else {
                grown = Leaf.node(grown, hash);
            }
            node >>>= 1;
            last >>>= 1;
        }
        return last == 0 && Arrays.equals(old, fromRoot) && Arrays.equals(grown, toRoot);
    }
}
