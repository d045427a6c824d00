package io.affidavit.projections.seal;

import io.affidavit.schemas.evidence.Leaf;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Arrays;

/// Hashes up a perfect subtree whose leaves lie side by side (RFC 6962 §2.1), without a copy for
/// each node.
final class TileHash {

    private static final byte NODE = 0x01;

    private TileHash() {}

    /// Root over `count` hashes from slot `from` on.
    ///
    /// @param count a power of two
    static byte[] perfect(MessageDigest digest, byte[] hashes, int from, int count) {
        byte[] level = Arrays.copyOfRange(hashes, from * Leaf.BYTES, (from + count) * Leaf.BYTES);
        try {
            for (int width = count / 2; width > 0; width /= 2) {
                for (int i = 0; i < width; i++) {
                    digest.update(NODE);
                    digest.update(level, 2 * i * Leaf.BYTES, 2 * Leaf.BYTES);
                    digest.digest(level, i * Leaf.BYTES, Leaf.BYTES);
                }
            }
        } catch (DigestException e) {
            throw new IllegalStateException("32 bytes are room for a SHA-256", e);
        }
        return Arrays.copyOf(level, Leaf.BYTES);
    }
}
