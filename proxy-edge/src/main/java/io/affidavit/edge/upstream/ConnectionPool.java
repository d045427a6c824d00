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
    private final Map<Place, Deque<Channel>> unused = new HashMap<>();
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
    @Nullable Channel take(BaseUrl url) {
        Deque<Channel> waiting = unused.get(Place.of(url));
        if (waiting == null) {
            return null;
        }
        long now = System.nanoTime();
        Channel channel;
        while ((channel = waiting.pollLast()) != null) {
            if (channel.isActive() && !handler(channel).isStale(now, limits.idleTime())) {
                return channel;
            }
            var _ = channel.close();
        }
        return null;
    }

    /// Takes back a connection whose exchange ended cleanly.
    ///
    /// @param announced how long the provider keeps it; `null` when it did not say
    void give(BaseUrl url, Channel channel, @Nullable Duration announced) {
        Deque<Channel> waiting = unused.computeIfAbsent(Place.of(url), place -> new ArrayDeque<>());
        if (waiting.size() >= limits.idleConnections() || !channel.isActive()) {
            var _ = channel.close();
            return;
        }
        handler(channel).idleSince(System.nanoTime(), announced);
        channel.config().setAutoRead(true);
        waiting.addLast(channel);
        sweepLater(channel);
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
        for (Iterator<Deque<Channel>> places = unused.values().iterator(); places.hasNext(); ) {
            Deque<Channel> waiting = places.next();
            for (Iterator<Channel> each = waiting.iterator(); each.hasNext(); ) {
                Channel channel = each.next();
                if (!channel.isActive() || handler(channel).isStale(now, limits.idleTime())) {
                    each.remove();
                    var _ = channel.close();
                } else {
                    left = channel;
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

    private static ConnectionHandler handler(Channel channel) {
        return channel.pipeline().get(ConnectionHandler.class);
    }
}
