package io.affidavit.edge.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// The `date` field line (RFC 9110 §6.6.1), rendered once a second.
final class HttpDate {

    @SuppressWarnings("ArrayRecordComponent") // rendered bytes, never changed nor compared
    private record Line(long second, String text, byte[] bytes) {}

    private final Clock clock;
    private volatile Line line = new Line(Long.MIN_VALUE, "", new byte[0]);

    HttpDate(Clock clock) {
        this.clock = clock;
    }

    /// The field line with its CRLF.
    byte[] line() {
        return now().bytes;
    }

    /// The field's value.
    String text() {
        return now().text;
    }

    private Line now() {
        long second = clock.millis() / 1000;
        Line now = line;
        if (now.second != second) {
            String text = render(second);
            now = new Line(second, text, ("date: " + text + "\r\n").getBytes(US_ASCII));
            line = now;
        }
        return now;
    }

    private static String render(long second) {
        String text =
                DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        Instant.ofEpochSecond(second).atOffset(ZoneOffset.UTC));
        // The formatter leaves out the leading zero of a day that the RFC demands.
        return text.charAt(6) == ' ' ? text.substring(0, 5) + "0" + text.substring(5) : text;
    }
}
