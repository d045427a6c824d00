package io.affidavit.schemas.proof;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Proves offline that a leaf is in a log: index, audit path and the checkpoint it leads to (C2SP
/// tlog-proof v1). The tree's size stands in the checkpoint alone: a path also fits other sizes.
public final class TlogProof {

    private static final String FIRST_LINE = "c2sp.org/tlog-proof@v1";
    private static final String INDEX = "index ";
    private static final int MAX_PATH = 64;

    private final long index;
    private final List<byte[]> path;
    private final SignedNote note;

    /// @param index position of the record
    /// @param path audit path, the leaf's sibling first
    /// @param note the signed checkpoint
    public TlogProof(long index, List<byte[]> path, SignedNote note) {
        if (index < 0 || path.size() > MAX_PATH) {
            throw new IllegalArgumentException(
                    "proof: index " + index + ", " + path.size() + " hashes");
        }
        this.index = index;
        this.path = Hashes.copy(path);
        this.note = note;
    }

    /// Reads a proof without extra data.
    ///
    /// @throws IllegalArgumentException if it is not exactly what [#toString] writes
    public static TlogProof parse(String text) {
        int gap = text.indexOf("\n\n");
        if (gap < 0) {
            throw new IllegalArgumentException("proof: no empty line before its checkpoint");
        }
        List<String> lines = Arrays.asList(text.substring(0, gap).split("\n", -1));
        if (lines.size() < 2
                || !lines.getFirst().equals(FIRST_LINE)
                || !lines.get(1).startsWith(INDEX)) {
            throw new IllegalArgumentException(
                    "proof: (expected: " + FIRST_LINE + ", index, hashes)");
        }
        List<byte[]> path = new ArrayList<>();
        lines.subList(2, lines.size()).forEach(line -> path.add(Hashes.parse(line)));
        return new TlogProof(
                Decimals.parse("index", lines.get(1).substring(INDEX.length())),
                path,
                SignedNote.parse(text.substring(gap + 2)));
    }

    /// Position of the record.
    public long index() {
        return index;
    }

    /// Audit path, the leaf's sibling first; copies.
    public List<byte[]> path() {
        return Hashes.copy(path);
    }

    /// The signed checkpoint.
    public SignedNote note() {
        return note;
    }

    /// The proof as files and answers carry it.
    public byte[] bytes() {
        return toString().getBytes(StandardCharsets.UTF_8);
    }

    /// The proof as text.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(FIRST_LINE).append('\n');
        text.append(INDEX).append(index).append('\n');
        path.forEach(hash -> text.append(Hashes.format(hash)).append('\n'));
        return text.append('\n').append(note).toString();
    }
}
