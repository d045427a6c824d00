package io.affidavit.edge.upstream;

import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// When a provider says that it has room again, in the order in which its ways of saying so are
/// believed: `retry-after-ms`, `retry-after` in seconds or as a date (RFC 9110 §10.2.3), a
/// `RetryInfo` in the body, the reset times of whichever limit is used up, and "try again in" in
/// its words. A malformed hint is as good as none.
///
/// @param asked what the head asks for outright, whole seconds; `null` for nothing
/// @param reset when the used-up limits of the head are reset, whole seconds; `null` for nothing
record RetryHints(@Nullable Integer asked, @Nullable Integer reset) {

    /// No hint in the head.
    static final RetryHints NONE = new RetryHints(null, null);

    private static final int MAX_SECONDS = 3_600;
    private static final int MAX_TEXT = 64;
    private static final List<String> LIMITS = List.of("requests", "tokens");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,7}(\\.[0-9]{1,9})?");
    private static final Pattern DELAY =
            Pattern.compile("\"retryDelay\"\\s{0,9}:\\s{0,9}\"([0-9]{1,7}(?:\\.[0-9]{1,9})?)s\"");
    private static final Pattern WORDS =
            Pattern.compile(
                    "(?i)try again in ([0-9]{1,7}(?:\\.[0-9]{1,9})?) ?(ms|s|m|seconds?|minutes?)\\b");
    private static final Pattern GO =
            Pattern.compile("([0-9]{1,7}(?:\\.[0-9]{1,9})?)(h|ms|m|s|us|µs|ns)");

    /// What a head says.
    ///
    /// @param limitHeaders beginnings of the names of rate limit headers
    static RetryHints of(HttpHeaders fields, List<String> limitHeaders, Instant now) {
        Integer asked = millis(fields.get("retry-after-ms"));
        if (asked == null) {
            asked = after(fields.get("retry-after"), now);
        }
        Integer reset = null;
        for (String beginning : limitHeaders) {
            for (String limit : LIMITS) {
                Integer one = reset(fields, beginning, limit);
                reset = reset == null || (one != null && one > reset) ? one : reset;
            }
        }
        return new RetryHints(asked, reset);
    }

    /// The hint that counts, with what the body says.
    @Nullable Integer with(byte[] body) {
        if (asked != null) {
            return asked;
        }
        String text = new String(body, StandardCharsets.UTF_8);
        Matcher delay = DELAY.matcher(text);
        if (delay.find()) {
            return seconds(Double.parseDouble(delay.group(1)));
        }
        if (reset != null) {
            return reset;
        }
        Matcher words = WORDS.matcher(text);
        return words.find()
                ? seconds(Double.parseDouble(words.group(1)) * unit(words.group(2)))
                : null;
    }

    private static @Nullable Integer millis(@Nullable String value) {
        return value != null && NUMBER.matcher(value).matches()
                ? seconds(Double.parseDouble(value) / 1_000)
                : null;
    }

    private static @Nullable Integer after(@Nullable String value, Instant now) {
        if (value == null || value.length() > MAX_TEXT) {
            return null;
        }
        if (NUMBER.matcher(value).matches()) {
            return seconds(Double.parseDouble(value));
        }
        try {
            Instant then =
                    ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            return seconds(Duration.between(now, then).toMillis() / 1_000.0);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /// Only a limit with nothing left says anything about this request.
    private static @Nullable Integer reset(HttpHeaders fields, String beginning, String limit) {
        String left = fields.get(beginning + "remaining-" + limit);
        String reset = fields.get(beginning + "reset-" + limit);
        if (left == null || reset == null || !left.strip().equals("0")) {
            return null;
        }
        return NUMBER.matcher(reset).matches() ? seconds(Double.parseDouble(reset)) : go(reset);
    }

    /// A duration as Go writes them, such as `6m0s` or `12ms`.
    private static @Nullable Integer go(String text) {
        if (text.length() > MAX_TEXT) {
            return null;
        }
        Matcher parts = GO.matcher(text);
        double sum = 0;
        int end = 0;
        while (parts.find() && parts.start() == end) {
            sum += Double.parseDouble(parts.group(1)) * unit(parts.group(2));
            end = parts.end();
        }
        return end == text.length() ? seconds(sum) : null;
    }

    private static double unit(String name) {
        return switch (name) {
            case "h" -> 3_600;
            case "m", "minute", "minutes" -> 60;
            case "ms" -> 1e-3;
            case "us", "µs" -> 1e-6;
            case "ns" -> 1e-9;
            default -> 1;
        };
    }

    private static @Nullable Integer seconds(double value) {
        double whole = Math.ceil(value);
        return whole >= 1 && whole <= MAX_SECONDS ? (int) whole : null;
    }
}
