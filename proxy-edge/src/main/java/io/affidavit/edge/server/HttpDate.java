package io.affidavit.edge.server;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// The `date` field line (RFC 9110 §6.6.1), rendered once a second.
final class HttpDate {

    @SuppressWarnings("ArrayRecordComponent") // rendered bytes, never changed nor compared
    private record Line(long second, byte[] bytes) {}

    private final Clock clock;
    private volatile Line line = new Line(Long.MIN_VALUE, new byte[0]);

    HttpDate(Clock clock) {
        this.clock = clock;
    }

    byte[] line() {
        long second = clock.millis() / 1000;
        Line now = line;
        if (now.second != second) {
            now = new Line(second, render(second));
            line = now;
        }
        return now.bytes;
    }

    private static byte[] render(long second) {
        String text =
                DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        Instant.ofEpochSecond(second).atOffset(ZoneOffset.UTC));
        // The formatter leaves out the leading zero of a day that the RFC demands.
        String padded =
                text.charAt(6) == ' ' ? text.substring(0, 5) + "0" + text.substring(5) : text;
        return ("date: " + padded + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }
}
