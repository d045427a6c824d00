package io.affidavit.schemas.evidence;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The hashes of chain and tree: one value per record serves both (RFC 6962 §2.1).
///
/// ```
/// genesis = H("evidence-genesis/v1\n" ‖ origin ‖ "\n")
/// leaf    = H(0x00 ‖ record)
/// node    = H(0x01 ‖ left ‖ right)
/// ```
///
/// The variants that take a [MessageDigest] are for whoever hashes much and keeps one per thread.
public final class Leaf {

    /// Length of every hash in bytes.
    public static final int BYTES = 32;

    private static final String GENESIS_TAG = "evidence-genesis/v1\n";
    private static final byte LEAF_TAG = 0x00;
    private static final byte NODE_TAG = 0x01;

    private Leaf() {}

    /// A SHA-256 of the JDK for one thread's use.
    public static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /// What the first record of a log names as its predecessor.
    public static byte[] genesis(LogOrigin origin) {
        String text = GENESIS_TAG + origin.value() + '\n';
        return newDigest().digest(text.getBytes(StandardCharsets.US_ASCII));
    }

    /// Leaf hash of a record's exact bytes.
    public static byte[] leaf(byte[] record) {
        return leaf(newDigest(), record);
    }

    /// Leaf hash of a record's exact bytes, with the caller's digest.
    public static byte[] leaf(MessageDigest digest, byte[] record) {
        return leaf(digest, record, 0, record.length);
    }

    /// Leaf hash of a record whose exact bytes lie from `from` (inclusive) to `to` (exclusive) in
    /// an array.
    public static byte[] leaf(MessageDigest digest, byte[] array, int from, int to) {
        digest.update(LEAF_TAG);
        digest.update(array, from, to - from);
        return digest.digest();
    }

    /// Hash of an inner node.
    public static byte[] node(byte[] left, byte[] right) {
        return node(newDigest(), left, right);
    }

    /// Hash of an inner node, with the caller's digest.
    public static byte[] node(MessageDigest digest, byte[] left, byte[] right) {
        digest.update(NODE_TAG);
        digest.update(left, 0, BYTES);
        digest.update(right, 0, BYTES);
        return digest.digest();
    }

    /// Root of the tree without leaves: the hash of nothing.
    public static byte[] emptyRoot() {
        return newDigest().digest();
    }
}
