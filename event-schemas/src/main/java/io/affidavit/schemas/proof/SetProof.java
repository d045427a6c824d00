package io.affidavit.schemas.proof;

import io.affidavit.schemas.evidence.Leaf;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.PrimitiveIterator;
import java.util.function.LongFunction;

/// Proves many leaves of one tree at once: [#FIRST_LINE], then the hashes that are missing for its
/// root, one base64 line each.
///
/// The tree is walked from its root as RFC 6962 §2.1 divides it, left before right: a part without
/// any of the leaves is one hash, a leaf that is to be proven is none. So each leaf is met once, in
/// ascending order, and whoever makes or checks the proof keeps one hash for each level. The size
/// stands in the signed checkpoint alone.
public final class SetProof {

    /// Names the form and its version.
    public static final String FIRST_LINE = "affidavit/tree-proof@v1";

    private final TreeProofs tree;
    private final PrimitiveIterator.OfLong positions;
    private final LongFunction<byte[]> leaves;
    private final OutputStream out;
    private long next;

    private SetProof(
            NodeSource nodes,
            PrimitiveIterator.OfLong positions,
            LongFunction<byte[]> leaves,
            OutputStream out) {
        this.tree = new TreeProofs(nodes);
        this.positions = positions;
        this.leaves = leaves;
        this.out = out;
    }

    /// Writes the proof for these leaves.
    ///
    /// @param nodes the tree
    /// @param positions where they stand, ascending, each once, all below `size`
    /// @param leaves the leaf at such a position, 32 bytes; asked once for each, in their order
    /// @param size number of leaves of the tree, at least 1
    /// @return the root to which the proof leads from these leaves
    public static byte[] write(
            NodeSource nodes,
            PrimitiveIterator.OfLong positions,
            LongFunction<byte[]> leaves,
            long size,
            OutputStream out)
            throws IOException {
        out.write((FIRST_LINE + '\n').getBytes(StandardCharsets.US_ASCII));
        SetProof proof = new SetProof(nodes, positions, leaves, out);
        proof.advance(-1);
        byte[] root = proof.walk(0, size);
        if (proof.next != Long.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "leaf index: " + proof.next + " (expected: below " + size + ")");
        }
        return root;
    }

    private byte[] walk(long start, long end) throws IOException {
        if (next >= end) {
            byte[] hash = tree.range(start, end);
            out.write((Hashes.format(hash) + '\n').getBytes(StandardCharsets.US_ASCII));
            return hash;
        }
        if (end - start == 1) {
            advance(start);
            return leaves.apply(start);
        }
        long middle = start + TreeProofs.split(end - start);
        byte[] left = walk(start, middle);
        return Leaf.node(left, walk(middle, end));
    }

    private void advance(long passed) {
        next = positions.hasNext() ? positions.nextLong() : Long.MAX_VALUE;
        if (next <= passed) {
            throw new IllegalArgumentException(
                    "leaf index: " + next + " after " + passed + " (expected: ascending)");
        }
    }
}
