package io.affidavit.edge.call.stage;

import io.affidavit.edge.upstream.UpstreamTimeouts;
import io.affidavit.schemas.routing.RouteTimeouts;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The time a call has: what its route says, else what the node's settings say. The total counts
/// from the request's last byte, over all attempts and the waits between them.
///
/// @param route the route's own limits
/// @param node the node's settings
/// @param receivedNanos when the request was complete, of [System#nanoTime]
record Budget(RouteTimeouts route, UpstreamTimeouts node, long receivedNanos) {

    private static final Duration LEAST = Duration.ofMillis(1);

    /// What is left of the total, milliseconds; 0 when nothing is.
    long leftMillis() {
        Duration spent = Duration.ofNanos(System.nanoTime() - receivedNanos);
        return Math.max(0, or(route.totalMillis(), node.total()).minus(spent).toMillis());
    }

    /// The limits of an attempt that begins now.
    UpstreamTimeouts now() {
        Duration left = Duration.ofMillis(leftMillis());
        return new UpstreamTimeouts(
                or(route.connectMillis(), node.connect()),
                or(route.firstByteMillis(), node.firstByte()),
                or(route.idleMillis(), node.idle()),
                left.compareTo(LEAST) < 0 ? LEAST : left);
    }

    private static Duration or(@Nullable Long millis, Duration otherwise) {
        return millis == null ? otherwise : Duration.ofMillis(millis);
    }
}
