package io.affidavit.edge.server;

import java.time.Duration;

/// Bounds of the data port.
///
/// @param connections open at once; beyond it 503 and close
/// @param headBytes request line and headers of one request; beyond it 431
/// @param bodyBytes body of one request; beyond it 413
/// @param buffered bytes of all bodies together; beyond it 503
/// @param receive for one request to come in as a whole; beyond it 408
/// @param idle between two requests
/// @param send without a byte taken by the client although some wait
public record ServerLimits(
        int connections,
        int headBytes,
        long bodyBytes,
        long buffered,
        Duration receive,
        Duration idle,
        Duration send) {

    FramingLimits framing() {
        return new FramingLimits(headBytes, bodyBytes);
    }

    ConnectionLimits connection() {
        return new ConnectionLimits(receive, idle, send);
    }
}
