package io.affidavit.schemas.proof;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Proves that an earlier tree is a beginning of a later one, in the lines that witnesses are sent
/// (C2SP tlog-witness): `old <size>`, then one base64 hash a line. Both roots, and the later size,
/// stand in checkpoints alone.
public final class ConsistencyProof {

    private static final String OLD = "old ";
    private static final int MAX_PATH = 64;

    private final long from;
    private final List<byte[]> path;

    /// @param from size of the earlier tree
    /// @param path hashes as RFC 6962 §2.1.2 orders them
    public ConsistencyProof(long from, List<byte[]> path) {
        if (from < 0 || path.size() > MAX_PATH) {
            throw new IllegalArgumentException(
                    "proof: old " + from + ", " + path.size() + " hashes");
        }
        this.from = from;
        this.path = Hashes.copy(path);
    }

    /// Reads a proof.
    ///
    /// @throws IllegalArgumentException if it is not exactly what [#toString] writes
    public static ConsistencyProof parse(String text) {
        if (!text.startsWith(OLD) || !text.endsWith("\n")) {
            throw new IllegalArgumentException("proof: (expected: old size, hashes)");
        }
        String[] lines = text.substring(OLD.length(), text.length() - 1).split("\n", -1);
        List<byte[]> path = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            path.add(Hashes.parse(lines[i]));
        }
        return new ConsistencyProof(Decimals.parse("old size", lines[0]), path);
    }

    /// Size of the earlier tree.
    public long from() {
        return from;
    }

    /// Hashes as RFC 6962 §2.1.2 orders them; copies.
    public List<byte[]> path() {
        return Hashes.copy(path);
    }

    /// The proof as files and answers carry it.
    public byte[] bytes() {
        return toString().getBytes(StandardCharsets.US_ASCII);
    }

    /// The proof as text.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(OLD).append(from).append('\n');
        path.forEach(hash -> text.append(Hashes.format(hash)).append('\n'));
        return text.toString();
    }
}
