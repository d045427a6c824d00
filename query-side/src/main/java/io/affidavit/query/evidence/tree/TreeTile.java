package io.affidavit.query.evidence.tree;

import io.affidavit.schemas.evidence.Leaf;
import io.affidavit.schemas.proof.TilePath;
import java.security.MessageDigest;
import java.util.Arrays;

/// Neighbouring hashes of one tile together with the roots of all perfect subtrees over them, so
/// that a proof costs look-ups and no hashing. Never changes.
final class TreeTile {

    /// What a full one takes: 511 hashes, rounded up for its arrays.
    static final int BYTES = 16 * 1024 + 256;

    /// At each height the roots over `2^height` neighbours, one after another.
    private final byte[][] heights;

    private TreeTile(byte[][] heights) {
        this.heights = heights;
    }

    /// @param hashes 1 to 256 hashes one after another, not to be changed
    static TreeTile of(byte[] hashes) {
        MessageDigest digest = Leaf.newDigest();
        byte[][] heights = new byte[TilePath.HEIGHT + 1][];
        heights[0] = hashes;
        for (int height = 1; height <= TilePath.HEIGHT; height++) {
            heights[height] = paired(digest, heights[height - 1]);
        }
        return new TreeTile(heights);
    }

    private static byte[] paired(MessageDigest digest, byte[] below) {
        byte[] above = new byte[below.length / (2 * Leaf.BYTES) * Leaf.BYTES];
        for (int at = 0; at < above.length; at += Leaf.BYTES) {
            System.arraycopy(
                    Leaf.node(digest, hash(below, 2 * at), hash(below, 2 * at + Leaf.BYTES)),
                    0,
                    above,
                    at,
                    Leaf.BYTES);
        }
        return above;
    }

    private static byte[] hash(byte[] hashes, int at) {
        return Arrays.copyOfRange(hashes, at, at + Leaf.BYTES);
    }

    /// How many hashes it has.
    int width() {
        return heights[0].length / Leaf.BYTES;
    }

    /// Its first hashes, one after another.
    byte[] hashes(int width) {
        return Arrays.copyOf(heights[0], width * Leaf.BYTES);
    }

    /// Root over `2^height` of its hashes.
    byte[] node(int height, int index) {
        return hash(heights[height], index * Leaf.BYTES);
    }

    /// Root over a full one.
    byte[] root() {
        return node(TilePath.HEIGHT, 0);
    }
}
