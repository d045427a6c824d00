package io.affidavit.schemas.proof;

import io.affidavit.schemas.evidence.LogOrigin;
import io.affidavit.schemas.value.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// What a log commits to by signing: so many records, with this root (C2SP tlog-checkpoint, three
/// lines and no extension).
///
/// @param origin the log
/// @param size number of records, `>= 0`
/// @param root root of the tree over their leaf hashes (RFC 6962 §2.1)
public record Checkpoint(LogOrigin origin, long size, Digest root) {

    private static final int LINES = 3;

    public Checkpoint {
        if (size < 0) {
            throw new IllegalArgumentException("tree size: " + size + " (expected: >= 0)");
        }
    }

    /// Reads the text of a note.
    ///
    /// @throws IllegalArgumentException if it is not exactly what [#text] writes
    public static Checkpoint parse(String text) {
        String[] lines = text.split("\n", -1);
        if (lines.length != LINES + 1 || !lines[LINES].isEmpty()) {
            throw new IllegalArgumentException(
                    "checkpoint: "
                            + (lines.length - 1)
                            + " lines (expected: origin, size and root, each with a newline)");
        }
        Checkpoint parsed =
                new Checkpoint(
                        new LogOrigin(lines[0]),
                        Decimals.parse("tree size", lines[1]),
                        Digest.of(Hashes.parse(lines[2])));
        if (!parsed.text().equals(text)) {
            throw new IllegalArgumentException("checkpoint: not in its one form");
        }
        return parsed;
    }

    /// The text that is signed: origin, decimal size, base64 root, each with a newline.
    public String text() {
        return origin.value()
                + '\n'
                + size
                + '\n'
                + Base64.getEncoder().encodeToString(root.bytes())
                + '\n';
    }

    /// [#text] as bytes: the message of an Ed25519 line (type 0x01).
    public byte[] bytes() {
        return text().getBytes(StandardCharsets.US_ASCII);
    }
}
