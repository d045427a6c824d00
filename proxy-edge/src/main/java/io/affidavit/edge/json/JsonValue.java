package io.affidavit.edge.json;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// One value in bytes that were checked to be JSON: a range that is looked into where it is needed.
/// Nothing is copied, so numbers and texts stay as they were written.
///
/// @param bytes the whole text
/// @param from offset of the value's first byte
/// @param to offset behind its last byte
@SuppressWarnings("ArrayRecordComponent") // a view: the bytes are shared on purpose
public record JsonValue(byte[] bytes, int from, int to) {

    /// Checks bytes to be one JSON value.
    ///
    /// @throws JsonException if they are not
    public static JsonValue parse(byte[] bytes, int from, int to) throws JsonException {
        JsonCursor cursor = new JsonCursor(bytes, from, to, false);
        cursor.peek();
        int start = cursor.position();
        cursor.skip();
        int end = cursor.position();
        cursor.finish();
        return new JsonValue(bytes, start, end);
    }

    /// The value that bytes hold which were checked before.
    public static JsonValue checked(byte[] bytes) {
        JsonCursor cursor = new JsonCursor(bytes, 0, bytes.length, false);
        cursor.peek();
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] <= ' ' && bytes[end - 1] >= 0) {
            end--;
        }
        return new JsonValue(bytes, cursor.position(), end);
    }

    public boolean isObject() {
        return bytes[from] == '{';
    }

    public boolean isArray() {
        return bytes[from] == '[';
    }

    /// Whether it is an object or array with nothing in it.
    public boolean isEmpty() {
        for (int i = from + 1; i < to - 1; i++) {
            if (bytes[i] > ' ' || bytes[i] < 0) {
                return false;
            }
        }
        return !isString();
    }

    public boolean isString() {
        return bytes[from] == '"';
    }

    public boolean isNull() {
        return bytes[from] == 'n';
    }

    public boolean isTrue() {
        return bytes[from] == 't';
    }

    /// Whether it is a string with some text in it.
    public boolean isText() {
        return isString() && to - from > 2;
    }

    /// Whether it is a string of nothing but whitespace, or of nothing at all.
    public boolean isBlank() {
        if (!isString()) {
            return false;
        }
        byte inner = bytes[from + 1];
        boolean plain = inner != ' ' && inner != '"' && inner != '\\';
        return !plain && text().isBlank();
    }

    /// Its first byte, which tells its kind.
    public byte first() {
        return bytes[from];
    }

    public int length() {
        return to - from;
    }

    /// A reader of the value alone.
    public JsonCursor cursor() {
        return new JsonCursor(bytes, from, to, false);
    }

    /// The text of a string; empty for any other value.
    public String text() {
        return isString() ? JsonText.decode(bytes, from + 1, to - 1) : "";
    }

    /// The text of a string with some text in it, otherwise another one.
    public static String text(@Nullable JsonValue value, String otherwise) {
        return value != null && value.isText() ? value.text() : otherwise;
    }

    /// Whether it is a string of this ASCII text.
    public boolean is(String text) {
        return isString() && JsonText.equalsAscii(bytes, from + 1, to - 1, text);
    }

    /// A number with a natural value; -1 for anything else.
    public long natural() {
        return JsonText.natural(bytes, from, to);
    }

    /// The value of a member; `null` when it is absent or this is no object.
    public @Nullable JsonValue get(String name) {
        return members(name)[0];
    }

    /// The values of members in the order asked for; `null` where one is absent. One pass over the
    /// object, whatever the number of names.
    public @Nullable JsonValue[] members(String... names) {
        @Nullable JsonValue[] found = new JsonValue[names.length];
        if (!isObject()) {
            return found;
        }
        JsonCursor cursor = new JsonCursor(bytes, from, to, false);
        try {
            cursor.beginObject();
            while (cursor.nextMember()) {
                int which = which(cursor, names);
                cursor.peek();
                int start = cursor.position();
                cursor.skip();
                if (which >= 0) {
                    found[which] = new JsonValue(bytes, start, cursor.position());
                }
            }
        } catch (JsonException e) {
            throw unchecked(e);
        }
        return found;
    }

    /// All members in their order, those that are `null` left out; none for any other value.
    public Map<String, JsonValue> members() {
        Map<String, JsonValue> found = new LinkedHashMap<>();
        if (!isObject()) {
            return found;
        }
        JsonCursor cursor = cursor();
        try {
            cursor.beginObject();
            while (cursor.nextMember()) {
                String name = cursor.name();
                JsonValue member = cursor.value();
                if (!member.isNull()) {
                    found.put(name, member);
                }
            }
        } catch (JsonException e) {
            throw unchecked(e);
        }
        return found;
    }

    /// The elements of an array, one by one; none for any other value.
    public Iterable<JsonValue> elements() {
        return () -> new Elements(this);
    }

    /// The value as it is written.
    public String json() {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    /// Its place alone: what it says is nobody's to read by accident.
    @Override
    public String toString() {
        return "JsonValue[" + from + ".." + to + "]";
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    private static int which(JsonCursor cursor, String[] names) {
        for (int i = 0; i < names.length; i++) {
            if (cursor.nameIs(names[i])) {
                return i;
            }
        }
        return -1;
    }

    private static IllegalStateException unchecked(JsonException e) {
        return new IllegalStateException("bytes: unchecked (expected: JSON)", e);
    }

    private static final class Elements implements Iterator<JsonValue> {

        private final byte[] bytes;
        private final JsonCursor cursor;
        private boolean more;

        Elements(JsonValue array) {
            bytes = array.bytes;
            cursor = new JsonCursor(bytes, array.from, array.to, false);
            try {
                if (array.isArray()) {
                    cursor.beginArray();
                    more = cursor.nextElement();
                }
            } catch (JsonException e) {
                throw unchecked(e);
            }
        }

        @Override
        public boolean hasNext() {
            return more;
        }

        @Override
        public JsonValue next() {
            if (!more) {
                throw new NoSuchElementException();
            }
            try {
                cursor.peek();
                int start = cursor.position();
                cursor.skip();
                JsonValue value = new JsonValue(bytes, start, cursor.position());
                more = cursor.nextElement();
                return value;
            } catch (JsonException e) {
                throw unchecked(e);
            }
        }
    }
}
