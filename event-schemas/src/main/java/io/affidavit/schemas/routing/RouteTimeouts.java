package io.affidavit.schemas.routing;

import io.affidavit.schemas.value.Public;
import org.jspecify.annotations.Nullable;

/// How long a route waits; `null` where the node's own settings hold.
///
/// @param connectMillis to connect, TLS included; 1 to [#MAX_CONNECT_MILLIS]
/// @param firstByteMillis from the request sent to the status line; 1 to [#MAX_MILLIS]
/// @param idleMillis between two pieces of an answer; 1 to [#MAX_MILLIS]
/// @param totalMillis for the call, all attempts and waits between them; 1 to [#MAX_TOTAL_MILLIS]
@Public
public record RouteTimeouts(
        @Nullable Long connectMillis,
        @Nullable Long firstByteMillis,
        @Nullable Long idleMillis,
        @Nullable Long totalMillis) {

    /// Bound of [#connectMillis]: 10 minutes, as that of the node's setting.
    public static final long MAX_CONNECT_MILLIS = 600_000;

    /// Bound of [#firstByteMillis] and [#idleMillis]: one hour.
    public static final long MAX_MILLIS = 3_600_000;

    /// Bound of [#totalMillis]: two hours.
    public static final long MAX_TOTAL_MILLIS = 7_200_000;

    /// The node's settings hold.
    public static final RouteTimeouts NODE = new RouteTimeouts(null, null, null, null);
}
