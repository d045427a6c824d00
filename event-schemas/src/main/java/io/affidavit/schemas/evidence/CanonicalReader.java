package io.affidavit.schemas.evidence;

import io.affidavit.schemas.evidence.FormException.Rule;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Pulls tokens out of bytes and accepts the canonical spelling only.
///
/// It shares nothing with [CanonicalWriter], so that a slip in one does not hide in the other.
final class CanonicalReader {

    private static final int MAX_DEPTH = 16;

    private final byte[] bytes;
    private final CanonicalText text;
    private int at;
    private int depth;

    CanonicalReader(byte[] bytes, int depth) {
        this(bytes, 0, depth);
        if (bytes.length >= 3
                && bytes[0] == (byte) 0xef
                && bytes[1] == (byte) 0xbb
                && bytes[2] == (byte) 0xbf) {
            throw new FormException(0, Rule.BYTE_ORDER_MARK);
        }
    }

    /// A reader that begins in the middle, where no byte order mark can stand.
    CanonicalReader(byte[] bytes, int from, int depth) {
        this.bytes = bytes;
        this.text = new CanonicalText(bytes);
        this.at = from;
        this.depth = depth;
    }

    int offset() {
        return at;
    }

    /// Passes over exactly these ASCII characters.
    void expect(String token, Rule rule) {
        for (int i = 0; i < token.length(); i++) {
            if (peek() != token.charAt(i)) {
                throw new FormException(at, at < bytes.length ? rule : Rule.TRUNCATED);
            }
            at++;
        }
    }

    /// Whether the next byte is this one; if so, passes over it.
    boolean skipIf(char token) {
        boolean there = peek() == token;
        if (there) {
            at++;
        }
        return there;
    }

    void end() {
        if (at < bytes.length) {
            throw new FormException(at, Rule.TRAILING);
        }
    }

    /// A string, decoded.
    String string() {
        int from = at;
        boolean plain = passString();
        return plain
                ? new String(bytes, from + 1, at - from - 2, StandardCharsets.US_ASCII)
                : text.decode(from + 1, at - 1);
    }

    /// A string, decoded, or null for `null`.
    @Nullable String stringOrNull() {
        if (peek() == 'n') {
            word("null");
            return null;
        }
        return string();
    }

    /// Passes over one value of any kind and checks it.
    void passValue() {
        switch (peek()) {
            case '{' -> passObject();
            case '[' -> passArray();
            case '"' -> passString();
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> throw unexpected();
        }
    }

    void passObject() {
        enter();
        if (!skipIf('}')) {
            int last = -1;
            do {
                last = passKey(last);
                passValue();
            } while (more('}'));
        }
        depth--;
    }

    private void passArray() {
        enter();
        if (!skipIf(']')) {
            do {
                passValue();
            } while (more(']'));
        }
        depth--;
    }

    private void enter() {
        if (depth == MAX_DEPTH) {
            throw new FormException(at, Rule.DEPTH);
        }
        depth++;
        at++;
    }

    /// Passes over `,` (and says so) or the closing bracket.
    private boolean more(char close) {
        if (skipIf(',')) {
            return true;
        }
        if (!skipIf(close)) {
            throw unexpected();
        }
        return false;
    }

    /// Passes over a key and its colon; returns where the key's characters begin.
    private int passKey(int last) {
        if (peek() != '"') {
            throw unexpected();
        }
        int from = ++at;
        while (isKeyCharacter(peek())) {
            at++;
        }
        if (peek() != '"' || at == from) {
            throw new FormException(at, peek() < 0 ? Rule.TRUNCATED : Rule.KEY_FORM);
        }
        if (last >= 0) {
            checkOrder(last, from);
        }
        at++;
        if (!skipIf(':')) {
            throw unexpected();
        }
        return from;
    }

    /// Both keys end with a quote, which sorts before every character of a key.
    private void checkOrder(int last, int from) {
        int i = 0;
        while (bytes[last + i] == bytes[from + i]) {
            if (bytes[from + i] == '"') {
                throw new FormException(from, Rule.DUPLICATE_KEY);
            }
            i++;
        }
        if (bytes[last + i] > bytes[from + i]) {
            throw new FormException(from, Rule.KEY_ORDER);
        }
    }

    private boolean passString() {
        if (peek() != '"') {
            throw unexpected();
        }
        int end = text.end(at + 1);
        boolean plain = text.wasPlain();
        at = end + 1;
        return plain;
    }

    private static boolean isKeyCharacter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    }

    private void word(String word) {
        expect(word, Rule.SYNTAX);
    }

    private int peek() {
        return at < bytes.length ? bytes[at] & 0xff : -1;
    }

    private FormException unexpected() {
        if (at >= bytes.length) {
            return new FormException(at, Rule.TRUNCATED);
        }
        return switch (bytes[at]) {
            case ' ', '\t', '\n', '\r' -> new FormException(at, Rule.WHITESPACE);
            case '-', '+', '.', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' ->
                    new FormException(at, Rule.NUMBER);
            default -> new FormException(at, Rule.SYNTAX);
        };
    }
}
