package io.affidavit.edge.json;

import java.nio.charset.StandardCharsets;

/// Text as a JSON string.
public final class JsonString {

    private static final String HEX = "0123456789abcdef";

    private JsonString() {}

    /// The text in quotes, escaped where JSON demands it.
    public static String quote(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2);
        append(out, text);
        return out.toString();
    }

    /// Text that is itself JSON, as bytes. Half a surrogate pair has no bytes, so it is escaped; in
    /// JSON it can only stand in a string.
    public static byte[] utf8(String json) {
        for (int i = 0; i < json.length(); i++) {
            if (loneSurrogate(json, i)) {
                return escaped(json).getBytes(StandardCharsets.UTF_8);
            }
        }
        return json.getBytes(StandardCharsets.UTF_8);
    }

    private static String escaped(String json) {
        StringBuilder out = new StringBuilder(json.length() + 16);
        for (int i = 0; i < json.length(); i++) {
            if (loneSurrogate(json, i)) {
                escape(out, json.charAt(i));
            } else {
                out.append(json.charAt(i));
            }
        }
        return out.toString();
    }

    public static void append(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ' || loneSurrogate(text, i)) {
                        escape(out, c);
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private static void escape(StringBuilder out, char c) {
        out.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            out.append(HEX.charAt((c >> shift) & 0xf));
        }
    }

    private static boolean loneSurrogate(String text, int at) {
        char c = text.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
        }
        return Character.isLowSurrogate(c)
                && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
    }
}
