package io.affidavit.edge.call.stage;

import org.jspecify.annotations.Nullable;

/// The header field `traceparent` (W3C Trace Context level 1, §3.2).
final class TraceParent {

    private static final int LENGTH = 55;
    private static final int TRACE_ID = 3;
    private static final int PARENT_ID = 36;
    private static final int FLAGS = 53;

    private TraceParent() {}

    /// The value if it has the form; `null` otherwise.
    static @Nullable String checked(@Nullable String value) {
        boolean good =
                value != null
                        && value.length() == LENGTH
                        && isHex(value, 0, 2)
                        && !value.startsWith("ff")
                        && value.charAt(TRACE_ID - 1) == '-'
                        && isId(value, TRACE_ID, PARENT_ID - 1)
                        && value.charAt(PARENT_ID - 1) == '-'
                        && isId(value, PARENT_ID, FLAGS - 1)
                        && value.charAt(FLAGS - 1) == '-'
                        && isHex(value, FLAGS, LENGTH);
        return good ? value : null;
    }

    private static boolean isId(String text, int from, int to) {
        boolean zero = true;
        for (int i = from; i < to; i++) {
            zero &= text.charAt(i) == '0';
        }
        return !zero && isHex(text, from, to);
    }

    private static boolean isHex(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }
}
