package io.affidavit.schemas.proof;

import io.affidavit.schemas.evidence.Leaf;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// The one spelling of a hash in notes, proofs and receipts: base64 with padding (RFC 4648 §4).
final class Hashes {

    private Hashes() {}

    static String format(byte[] hash) {
        return Base64.getEncoder().encodeToString(hash);
    }

    static byte[] parse(String text) {
        byte[] hash = Base64.getDecoder().decode(text);
        // The decoder takes stray bits in the last digit and missing padding; the one form has
        // none.
        if (hash.length != Leaf.BYTES || !format(hash).equals(text)) {
            throw new IllegalArgumentException("hash: not the base64 form of 32 bytes");
        }
        return hash;
    }

    /// Independent copies, each checked to be a hash.
    static List<byte[]> copy(List<byte[]> hashes) {
        List<byte[]> copies = new ArrayList<>(hashes.size());
        for (byte[] hash : hashes) {
            if (hash.length != Leaf.BYTES) {
                throw new IllegalArgumentException(
                        "hash: " + hash.length + " bytes (expected: 32)");
            }
            copies.add(hash.clone());
        }
        return List.copyOf(copies);
    }
}
