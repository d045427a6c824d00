package io.affidavit.edge.upstream;

import io.affidavit.edge.openai.ProviderQuirks;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The few fields of a provider's head that are read, each judged on its own: a malformed one is as
/// good as absent.
///
/// @param hints when the provider has room again, where it refused
/// @param keepAlive whether the connection may be used again
/// @param announcedIdleTime how long the provider keeps it, with a second off for the way
/// @param eventStream whether the media type is `text/event-stream`, or not said
/// @param json whether the media type may be JSON, or is not said
record ResponseHead(
        int status,
        @Nullable String requestId,
        RetryHints hints,
        boolean keepAlive,
        @Nullable Duration announcedIdleTime,
        boolean eventStream,
        boolean json,
        Coding coding) {

    private static final int MAX_REQUEST_ID = 128;
    private static final int MAX_IDLE_SECONDS = 60;

    /// Content codings (RFC 9110 §8.4.1).
    enum Coding {
        NONE,
        GZIP,
        UNKNOWN
    }

    /// @param quirks what the provider does differently
    static ResponseHead of(HttpResponse response, ProviderQuirks quirks) {
        HttpHeaders fields = response.headers();
        String type = mediaType(fields.get(HttpHeaderNames.CONTENT_TYPE));
        return new ResponseHead(
                response.status().code(),
                requestId(fields, quirks.requestIdHeader()),
                hints(response, quirks),
                HttpUtil.isKeepAlive(response),
                idleTime(fields.get("keep-alive")),
                type.isEmpty() || type.equals("text/event-stream"),
                !type.equals("text/event-stream") && !type.equals("text/html"),
                coding(fields.get(HttpHeaderNames.CONTENT_ENCODING)));
    }

    /// Whether the answer's media type is the one that was asked for.
    boolean fits(boolean stream) {
        return stream ? eventStream : json;
    }

    private static String mediaType(@Nullable String value) {
        if (value == null) {
            return "";
        }
        int end = value.indexOf(';');
        return (end < 0 ? value : value.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    private static Coding coding(@Nullable String value) {
        if (value == null || value.isBlank() || value.equalsIgnoreCase("identity")) {
            return Coding.NONE;
        }
        String name = value.strip();
        return name.equalsIgnoreCase("gzip") || name.equalsIgnoreCase("x-gzip")
                ? Coding.GZIP
                : Coding.UNKNOWN;
    }

    /// Most providers name it `x-request-id`, Anthropic `request-id`.
    private static @Nullable String requestId(HttpHeaders fields, @Nullable String own) {
        String value = requestId(fields.get("x-request-id"));
        if (value == null) {
            value = requestId(fields.get("request-id"));
        }
        return value == null && own != null ? requestId(fields.get(own)) : value;
    }

    /// An answer gives none.
    private static RetryHints hints(HttpResponse response, ProviderQuirks quirks) {
        return response.status().code() < 300
                ? RetryHints.NONE
                : RetryHints.of(response.headers(), quirks.limitHeaders(), Instant.now());
    }

    private static @Nullable String requestId(@Nullable String value) {
        boolean good =
                value != null
                        && !value.isEmpty()
                        && value.length() <= MAX_REQUEST_ID
                        && value.chars().allMatch(c -> c > ' ' && c < 0x7f);
        return good ? value : null;
    }

    private static @Nullable Duration idleTime(@Nullable String value) {
        int at = value == null ? -1 : value.toLowerCase(Locale.ROOT).indexOf("timeout=");
        if (value == null || at < 0) {
            return null;
        }
        int from = at + "timeout=".length();
        int to = from;
        while (to < value.length() && Character.isDigit(value.charAt(to))) {
            to++;
        }
        int seconds = natural(value.substring(from, to));
        return seconds < 0
                ? null
                : Duration.ofSeconds(Math.clamp(seconds - 1L, 0, MAX_IDLE_SECONDS));
    }

    /// -1 for anything but one to seven digits.
    private static int natural(@Nullable String value) {
        if (value == null || value.isEmpty() || value.length() > 7) {
            return -1;
        }
        int number = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            number = number * 10 + (c - '0');
        }
        return number;
    }
}
