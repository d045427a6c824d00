package io.affidavit.schemas.proof;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A text and the signatures under it (C2SP signed-note).
///
/// @param text what is signed, ends in a newline
/// @param signatures one to 64 lines, in their order
public record SignedNote(String text, List<NoteSignature> signatures) {

    /// More bytes are no note: a bound for readers, far above any checkpoint with its witnesses.
    public static final int MAX_BYTES = 256 * 1024;

    private static final int MAX_SIGNATURES = 64;

    public SignedNote {
        signatures = List.copyOf(signatures);
        if (!text.endsWith("\n") || text.chars().anyMatch(c -> c < ' ' && c != '\n')) {
            throw new IllegalArgumentException(
                    "note text: (expected: lines without control characters)");
        }
        if (signatures.isEmpty() || signatures.size() > MAX_SIGNATURES) {
            throw new IllegalArgumentException(
                    "signatures: "
                            + signatures.size()
                            + " (expected: 1 to "
                            + MAX_SIGNATURES
                            + ")");
        }
    }

    /// Reads a whole note.
    ///
    /// @throws IllegalArgumentException if it is not exactly what [#bytes] writes
    public static SignedNote parse(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "note: " + bytes.length + " bytes (expected: <= " + MAX_BYTES + ")");
        }
        return parse(decode(bytes));
    }

    /// Reads a whole note.
    ///
    /// @throws IllegalArgumentException if it is not exactly what [#toString] writes
    public static SignedNote parse(String note) {
        int end = note.lastIndexOf("\n\n");
        if (end < 0 || !note.endsWith("\n") || end + 2 == note.length()) {
            throw new IllegalArgumentException(
                    "note: (expected: text, an empty line, signature lines)");
        }
        List<NoteSignature> signatures = new ArrayList<>();
        for (String line : note.substring(end + 2, note.length() - 1).split("\n", -1)) {
            signatures.add(NoteSignature.parse(line));
        }
        return new SignedNote(note.substring(0, end + 1), signatures);
    }

    /// The checkpoint that is signed.
    ///
    /// @throws IllegalArgumentException if the text is something else
    public Checkpoint checkpoint() {
        return Checkpoint.parse(text);
    }

    /// The note as files and answers carry it.
    public byte[] bytes() {
        return toString().getBytes(StandardCharsets.UTF_8);
    }

    /// The note as text.
    @Override
    public String toString() {
        StringBuilder note = new StringBuilder(text).append('\n');
        signatures.forEach(signature -> note.append(signature).append('\n'));
        return note.toString();
    }

    private static String decode(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("note: not UTF-8", e);
        }
    }
}
