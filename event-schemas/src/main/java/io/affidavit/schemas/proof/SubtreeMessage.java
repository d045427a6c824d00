package io.affidavit.schemas.proof;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// What an ML-DSA-44 line (type 0x06) signs: the `cosigned_message` of C2SP tlog-cosignature for a
/// checkpoint, and the time stamp that stands before the signature in the line.
public final class SubtreeMessage {

    /// Length of the time stamp in front of the signature.
    public static final int TIME_BYTES = Long.BYTES;

    private static final byte[] LABEL = "subtree/v1\n\0".getBytes(StandardCharsets.US_ASCII);

    private SubtreeMessage() {}

    /// The bytes to sign.
    ///
    /// @param signer key name of the line
    /// @param checkpoint what it says is the largest tree it saw
    /// @param epochSeconds when it says so
    public static byte[] of(String signer, Checkpoint checkpoint, long epochSeconds) {
        byte[] name = ascii(signer);
        byte[] origin = ascii(checkpoint.origin().value());
        return ByteBuffer.allocate(LABEL.length + 2 + name.length + origin.length + 56)
                .put(LABEL)
                .put((byte) name.length)
                .put(name)
                .putLong(epochSeconds)
                .put((byte) origin.length)
                .put(origin)
                .putLong(0)
                .putLong(checkpoint.size())
                .put(checkpoint.root().bytes())
                .array();
    }

    /// The payload of the line: time stamp and signature.
    public static byte[] stamped(long epochSeconds, byte[] signature) {
        return ByteBuffer.allocate(TIME_BYTES + signature.length)
                .putLong(epochSeconds)
                .put(signature)
                .array();
    }

    private static byte[] ascii(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        if (bytes.length == 0 || bytes.length > 255) {
            throw new IllegalArgumentException(
                    "name: " + bytes.length + " bytes (expected: 1 to 255)");
        }
        return bytes;
    }
}
