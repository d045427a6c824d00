package io.affidavit.edge.server;

import io.affidavit.edge.call.ClientFields;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Parses one header block (RFC 9112 §2–5) and refuses everything that two parsers could read
/// differently: folded lines, blanks before a colon, repeated or malformed lengths, a length beside
/// a transfer coding, control characters.
final class HeadParser {

    private static final int BAD = 400;
    private static final int MAX_LENGTH_DIGITS = 15;

    private final byte[] head;
    private int position;

    private @Nullable String host;
    private @Nullable String contentLength;
    private @Nullable String transferEncoding;
    private @Nullable String connection;
    private @Nullable String expect;
    private @Nullable String authorization;
    private @Nullable String contentType;
    private @Nullable String contentEncoding;
    private @Nullable String traceParent;
    private @Nullable String apiKey;
    private @Nullable String anthropicVersion;
    private @Nullable String anthropicBeta;
    private @Nullable String cost;

    private HeadParser(byte[] head) {
        this.head = head;
    }

    /// Parses a block.
    ///
    /// @param head request line and header lines, each ending in CRLF, without the final empty line
    static RequestHead parse(byte[] head) {
        return new HeadParser(head).parse();
    }

    private RequestHead parse() {
        int lineEnd = lineEnd(0);
        int methodEnd = indexOf((byte) ' ', 0, lineEnd);
        int targetEnd = methodEnd < 0 ? -1 : indexOf((byte) ' ', methodEnd + 1, lineEnd);
        if (targetEnd < 0 || methodEnd == 0) {
            throw new FramingException(BAD, "request line: malformed");
        }
        for (int i = 0; i < methodEnd; i++) {
            check(HttpCharacters.isToken(head[i]), "method");
        }
        boolean http10 = isHttp10(text(targetEnd + 1, lineEnd));
        String method = text(0, methodEnd);
        String target = target(method, methodEnd + 1, targetEnd);
        position = lineEnd + 2;
        while (position < head.length) {
            parseField(lineEnd(position));
        }
        return head(method, target, http10);
    }

    private RequestHead head(String method, String target, boolean http10) {
        check(host != null || http10, "host: missing");
        check(contentLength == null || transferEncoding == null, "two body lengths");
        boolean chunked = transferEncoding != null;
        check(!chunked || !http10, "transfer-encoding in HTTP/1.0");
        check(!chunked || "chunked".equalsIgnoreCase(transferEncoding), "transfer-encoding");
        if (expect != null && !"100-continue".equalsIgnoreCase(expect)) {
            throw new FramingException(417, "expect");
        }
        long length = chunked ? -1 : contentLength == null ? 0 : length(contentLength);
        int query = target.indexOf('?');
        return new RequestHead(
                method,
                query < 0 ? target : target.substring(0, query),
                query < 0 ? "" : target.substring(query + 1),
                http10,
                !http10 && !hasOption(connection, "close"),
                chunked,
                length,
                expect != null && !http10,
                new ClientFields(
                        authorization,
                        apiKey,
                        contentType,
                        contentEncoding,
                        traceParent,
                        anthropicVersion,
                        anthropicBeta,
                        cost));
    }

    private static boolean isHttp10(String version) {
        if (version.equals("HTTP/1.1")) {
            return false;
        }
        if (version.equals("HTTP/1.0")) {
            return true;
        }
        boolean wellFormed =
                version.length() == 8
                        && version.startsWith("HTTP/")
                        && Character.isDigit(version.charAt(5))
                        && version.charAt(6) == '.'
                        && Character.isDigit(version.charAt(7));
        throw new FramingException(wellFormed ? 505 : BAD, "version");
    }

    /// Path and query, whatever form the target has.
    private String target(String method, int from, int to) {
        check(from < to, "target: empty");
        for (int i = from; i < to; i++) {
            check(head[i] > ' ' && head[i] < 0x7f && head[i] != '#', "target");
        }
        int start = from;
        if (head[from] != '/') {
            String target = text(from, to);
            if (target.equals("*") && method.equals("OPTIONS")) {
                return target;
            }
            String lower = target.toLowerCase(Locale.ROOT);
            int authority = lower.startsWith("http://") ? 7 : lower.startsWith("https://") ? 8 : 0;
            check(authority > 0, "target: neither path nor absolute");
            start = indexOf((byte) '/', from + authority, to);
            if (start < 0) {
                return "/";
            }
        }
        return text(start, to);
    }

    private void parseField(int lineEnd) {
        int nameEnd = position;
        while (nameEnd < lineEnd && HttpCharacters.isToken(head[nameEnd])) {
            nameEnd++;
        }
        // A blank here is a folded line or a blank before the colon; both read differently
        // elsewhere.
        check(nameEnd > position && nameEnd < lineEnd && head[nameEnd] == ':', "header name");
        int from = nameEnd + 1;
        int to = lineEnd;
        for (int i = from; i < to; i++) {
            check(HttpCharacters.isFieldValue(head[i]), "header value");
        }
        while (from < to && HttpCharacters.isBlank(head[from])) {
            from++;
        }
        while (to > from && HttpCharacters.isBlank(head[to - 1])) {
            to--;
        }
        keep(nameEnd, from, isCredential(nameEnd) ? lineEnd : to);
        position = lineEnd + 2;
    }

    /// A credential counts as it was sent, to its last blank: one that only nearly fits is none.
    private boolean isCredential(int nameEnd) {
        return switch (nameEnd - position) {
            case 9 -> isName("x-api-key");
            case 13 -> isName("authorization");
            default -> false;
        };
    }

    private void keep(int nameEnd, int from, int to) {
        switch (nameEnd - position) {
            case 4 -> {
                if (isName("host")) host = once(host, from, to);
            }
            case 6 -> {
                if (isName("expect")) expect = once(expect, from, to);
            }
            case 9 -> {
                if (isName("x-api-key")) apiKey = list(apiKey, from, to);
            }
            case 10 -> {
                if (isName("connection")) connection = list(connection, from, to);
            }
            case 11 -> {
                if (isName("traceparent")) traceParent = first(traceParent, from, to);
            }
            case 12 -> {
                if (isName("content-type")) contentType = once(contentType, from, to);
            }
            case 13 -> {
                if (isName("authorization")) authorization = once(authorization, from, to);
            }
            case 14 -> {
                if (isName("content-length")) contentLength = once(contentLength, from, to);
                if (isName("anthropic-beta")) anthropicBeta = list(anthropicBeta, from, to);
            }
            case 16 -> {
                if (isName("content-encoding")) contentEncoding = list(contentEncoding, from, to);
                if (isName("x-affidavit-cost")) cost = list(cost, from, to);
            }
            case 17 -> {
                if (isName("transfer-encoding"))
                    transferEncoding = once(transferEncoding, from, to);
                if (isName("anthropic-version"))
                    anthropicVersion = list(anthropicVersion, from, to);
            }
            default -> {
                // Not judged here and never forwarded.
            }
        }
    }

    private boolean isName(String lowerCase) {
        for (int i = 0; i < lowerCase.length(); i++) {
            byte b = head[position + i];
            if ((b >= 'A' && b <= 'Z' ? b + 32 : b) != lowerCase.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private String once(@Nullable String before, int from, int to) {
        check(before == null, "header repeated");
        return text(from, to);
    }

    private String list(@Nullable String before, int from, int to) {
        return before == null ? text(from, to) : before + "," + text(from, to);
    }

    private String first(@Nullable String before, int from, int to) {
        return before == null ? text(from, to) : before;
    }

    private static long length(String digits) {
        check(!digits.isEmpty() && digits.length() <= MAX_LENGTH_DIGITS, "content-length");
        for (int i = 0; i < digits.length(); i++) {
            check(digits.charAt(i) >= '0' && digits.charAt(i) <= '9', "content-length");
        }
        return Long.parseLong(digits);
    }

    private static boolean hasOption(@Nullable String list, String option) {
        if (list == null) {
            return false;
        }
        int from = 0;
        while (from <= list.length()) {
            int comma = list.indexOf(',', from);
            int to = comma < 0 ? list.length() : comma;
            if (list.substring(from, to).strip().equalsIgnoreCase(option)) {
                return true;
            }
            from = to + 1;
        }
        return false;
    }

    private int lineEnd(int from) {
        int end = indexOf((byte) '\n', from, head.length);
        check(end > from && head[end - 1] == '\r', "line end");
        return end - 1;
    }

    private int indexOf(byte wanted, int from, int to) {
        for (int i = from; i < to; i++) {
            if (head[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    private String text(int from, int to) {
        return new String(head, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private static void check(boolean rule, String name) {
        if (!rule) {
            throw new FramingException(BAD, name);
        }
    }
}
