package io.affidavit.edge.json;

/// Where one checked value stands in the bytes of a JSON text, without the whitespace around it.
///
/// @param from offset of its first byte
/// @param to offset behind its last byte
public record JsonSpan(int from, int to) {

    public int length() {
        return to - from;
    }

    /// The first byte of the value, which tells its kind.
    public byte first(byte[] bytes) {
        return bytes[from];
    }

    public boolean isString(byte[] bytes) {
        return bytes[from] == '"';
    }

    public boolean isObject(byte[] bytes) {
        return bytes[from] == '{';
    }

    public boolean isArray(byte[] bytes) {
        return bytes[from] == '[';
    }

    public boolean isNull(byte[] bytes) {
        return bytes[from] == 'n';
    }

    /// Whether the value is a string of this ASCII text, however escaped.
    public boolean isText(byte[] bytes, String text) {
        return isString(bytes) && JsonText.equalsAscii(bytes, from + 1, to - 1, text);
    }

    /// The text of a string.
    public String text(byte[] bytes) {
        return JsonText.decode(bytes, from + 1, to - 1);
    }

    /// Whether the value is a string of nothing but whitespace, or of nothing at all.
    public boolean isBlank(byte[] bytes) {
        if (!isString(bytes)) {
            return false;
        }
        byte inner = bytes[from + 1];
        boolean plain = inner != ' ' && inner != '"' && inner != '\\';
        return !plain && text(bytes).isBlank();
    }

    /// A reader of the value alone.
    public JsonCursor cursor(byte[] bytes) {
        return new JsonCursor(bytes, from, to, false);
    }
}
