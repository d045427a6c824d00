package io.affidavit.edge.upstream;

import java.time.Duration;

/// How long an attempt may take. Each is positive.
///
/// @param connect name resolution, connect and TLS together
/// @param firstByte from the request's last byte to the response's status line
/// @param idle between two reads of the answer, while reading is on
/// @param total the whole attempt
public record UpstreamTimeouts(
        Duration connect, Duration firstByte, Duration idle, Duration total) {

    public UpstreamTimeouts {
        requirePositive("connect", connect);
        requirePositive("firstByte", firstByte);
        requirePositive("idle", idle);
        requirePositive("total", total);
    }

    private static void requirePositive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: > 0)");
        }
    }
}
