package io.affidavit.edge.upstream;

import io.affidavit.schemas.routing.BaseUrl;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Unused connections of one event loop, by where they lead. The youngest is used first. Belongs to
/// its loop.
final class ConnectionPool {

    private static final long SWEEP_MILLIS = 1_000;

    private final UpstreamLimits limits;
    private final Map<Place, Deque<Connection>> unused = new HashMap<>();
    private boolean sweeping;

    ConnectionPool(UpstreamLimits limits) {
        this.limits = limits;
    }

    private record Place(String scheme, String host, int port) {

        static Place of(BaseUrl url) {
            return new Place(url.scheme(), url.host(), url.port());
        }
    }

    /// A connection that seems alive; `null` when there is none.
    @Nullable Connection take(BaseUrl url) {
        Deque<Connection> waiting = unused.get(Place.of(url));
        if (waiting == null) {
            return null;
        }
        long now = System.nanoTime();
        Connection connection;
        while ((connection = waiting.pollLast()) != null) {
            if (isGood(connection, now)) {
                return connection;
            }
            connection.close();
        }
        return null;
    }

    /// Takes back a connection whose exchange ended cleanly.
    ///
    /// @param announced how long the provider keeps it; `null` when it did not say
    void give(BaseUrl url, Connection connection, @Nullable Duration announced) {
        Deque<Connection> waiting =
                unused.computeIfAbsent(Place.of(url), place -> new ArrayDeque<>());
        Channel channel = connection.channel();
        if (waiting.size() >= limits.idleConnections() || !channel.isActive()) {
            connection.close();
            return;
        }
        connection.idleSince(System.nanoTime(), announced);
        channel.config().setAutoRead(true);
        waiting.addLast(connection);
        sweepLater(channel);
    }

    private boolean isGood(Connection connection, long now) {
        return connection.channel().isActive() && !connection.isStale(now, limits.idleTime());
    }

    private void sweepLater(Channel channel) {
        if (!sweeping) {
            sweeping = true;
            var _ = channel.eventLoop().schedule(this::sweep, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void sweep() {
        sweeping = false;
        long now = System.nanoTime();
        Channel left = null;
        Iterator<Deque<Connection>> places = unused.values().iterator();
        while (places.hasNext()) {
            Deque<Connection> waiting = places.next();
            for (Iterator<Connection> each = waiting.iterator(); each.hasNext(); ) {
                Connection connection = each.next();
                if (isGood(connection, now)) {
                    left = connection.channel();
                } else {
                    each.remove();
                    connection.close();
                }
            }
            if (waiting.isEmpty()) {
                places.remove();
            }
        }
        if (left != null) {
            sweepLater(left);
        }
    }
}
