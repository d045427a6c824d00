package io.affidavit.schemas.evidence;

import java.security.MessageDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The auditor's way to a root, independent of the appender's [Frontier].
///
/// [#root(List)] is the definition of RFC 6962 §2.1 word for word; an instance computes the same
/// over a stream of any length, keeping one waiting hash per level. For one thread.
public final class TreeHash {

    private final MessageDigest digest = Leaf.newDigest();
    private final byte[] @Nullable [] waiting = new byte[Long.SIZE][];
    private long size;

    /// Root over these leaf hashes by recursion.
    public static byte[] root(List<byte[]> leaves) {
        return switch (leaves.size()) {
            case 0 -> Leaf.emptyRoot();
            case 1 -> leaves.getFirst().clone();
            default -> {
                int split = Integer.highestOneBit(leaves.size() - 1);
                yield Leaf.node(
                        root(leaves.subList(0, split)), root(leaves.subList(split, leaves.size())));
            }
        };
    }

    /// Takes the next leaf hash of the stream. The array must not be changed afterwards.
    public void add(byte[] leaf) {
        byte[] hash = leaf;
        int level = 0;
        for (byte[] left = waiting[level]; left != null; left = waiting[level]) {
            hash = Leaf.node(digest, left, hash);
            waiting[level++] = null;
        }
        waiting[level] = hash;
        size++;
    }

    /// Root over the leaves so far; more may follow.
    public byte[] root() {
        byte[] root = null;
        for (byte[] left : waiting) {
            if (left != null) {
                root = root == null ? left : Leaf.node(digest, left, root);
            }
        }
        return root == null ? Leaf.emptyRoot() : root.clone();
    }

    /// Number of leaves so far.
    public long size() {
        return size;
    }
}
