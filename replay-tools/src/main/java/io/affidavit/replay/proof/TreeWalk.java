package io.affidavit.replay.proof;

import io.affidavit.schemas.evidence.Leaf;
import java.io.IOException;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/// Recomputes the root of a tree from some of its leaves, which stream by in the order of their
/// positions, and from the hashes of whatever lies between them (`docs/bundle.md`, `proofs/tree`).
///
/// It keeps one hash per level. For one thread and one walk.
public final class TreeWalk {

    /// Stands for no further leaf.
    public static final long NONE = Long.MAX_VALUE;

    private final MessageDigest digest = Leaf.newDigest();
    private final Leaves leaves;
    private final Hashes hashes;

    /// Leaves in ascending order of their positions.
    public interface Leaves {

        /// Position of the next one, or [#NONE].
        long position() throws IOException;

        /// The next one; then the one after it is next.
        byte[] take() throws IOException;
    }

    /// Hashes of subtrees without any of the leaves, in the order of the walk.
    @FunctionalInterface
    public interface Hashes {

        /// The next one; null when there is none left.
        byte @Nullable [] next() throws IOException;
    }

    /// A walk over these.
    public TreeWalk(Leaves leaves, Hashes hashes) {
        this.leaves = leaves;
        this.hashes = hashes;
    }

    /// The root of a tree of this size.
    ///
    /// @return null if the hashes run out
    public byte @Nullable [] root(long size) throws IOException {
        return size == 0 ? Leaf.emptyRoot() : walk(0, size);
    }

    private byte @Nullable [] walk(long start, long end) throws IOException {
        if (leaves.position() >= end) {
            return hashes.next();
        }
        if (end - start == 1) {
            return leaves.take();
        }
        long middle = start + Long.highestOneBit(end - start - 1);
        byte[] left = walk(start, middle);
        byte[] right = left == null ? null : walk(middle, end);
        return right == null || left == null ? null : Leaf.node(digest, left, right);
    }
}
