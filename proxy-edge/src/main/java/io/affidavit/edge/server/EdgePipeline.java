package io.affidavit.edge.server;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.affidavit.edge.call.Doorkeeper;
import io.affidavit.edge.call.RequestHandler;
import io.affidavit.edge.tls.ServerTls;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.util.concurrent.FastThreadLocal;
import io.netty.util.concurrent.Future;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Equips each accepted connection.
@SuppressWarnings("FutureReturnValueIgnored") // a failed close has closed as well
final class EdgePipeline extends ChannelInitializer<Channel> implements TlsGate.Protocols {

    /// Event loops have nothing else to do by then.
    private static final Duration FAREWELL = Duration.ofSeconds(1);

    private final ServerLimits limits;
    private final RequestHandler handler;
    private final Doorkeeper doorkeeper;
    private final @Nullable ServerTls tls;
    private final BodyBudget budget;
    private final HttpDate date = new HttpDate(Clock.systemUTC());
    private final Http2Connection.Shared shared;
    private final Set<Channel> multiplexed = ConcurrentHashMap.newKeySet();
    private final Set<Channel> plain = ConcurrentHashMap.newKeySet();
    private volatile boolean draining;
    private final AtomicInteger open = new AtomicInteger();
    private final FastThreadLocal<RequestIds> ids =
            new FastThreadLocal<>() {
                @Override
                protected RequestIds initialValue() {
                    return new RequestIds(Clock.systemUTC(), new SecureRandom());
                }
            };

    /// @param tls `null` for plain HTTP/1.1
    EdgePipeline(
            ServerLimits limits,
            RequestHandler handler,
            Doorkeeper doorkeeper,
            @Nullable ServerTls tls) {
        this.limits = limits;
        this.handler = handler;
        this.doorkeeper = doorkeeper;
        this.tls = tls;
        this.budget = new BodyBudget(limits.buffered());
        this.shared =
                new Http2Connection.Shared(
                        limits.framing(), limits.connection(), budget, date, doorkeeper, handler);
    }

    /// Connections that are open.
    int open() {
        return open.get();
    }

    @Override
    protected void initChannel(Channel channel) {
        channel.closeFuture().addListener(_ -> open.decrementAndGet());
        boolean room = open.incrementAndGet() <= limits.connections();
        if (tls == null) {
            http1(channel.pipeline(), room);
        } else if (room) {
            channel.pipeline().addLast(new TlsGate(tls, this, ids.get()::next, date));
        } else {
            channel.close(); // Saying why would cost a handshake.
        }
    }

    @Override
    public void http2(ChannelPipeline pipeline) {
        Channel channel = pipeline.channel();
        Http2Setup.apply(
                pipeline, new Http2Connection(shared, ids.get()), limits.framing().maxHeadBytes());
        multiplexed.add(channel);
        channel.closeFuture().addListener(_ -> multiplexed.remove(channel));
        if (draining) {
            Http2Connection.drain(channel);
        }
    }

    void drain() {
        draining = true;
        multiplexed.forEach(Http2Connection::drain);
    }

    /// Answers what has come only in part; returns when that is written, or after a while.
    void farewell() {
        long end = System.nanoTime() + FAREWELL.toNanos();
        List<Future<?>> told = new ArrayList<>();
        for (Channel channel : plain) {
            ChannelHandlerContext context = channel.pipeline().context(ConnectionHandler.class);
            if (context != null && context.handler() instanceof ConnectionHandler connection) {
                told.add(context.executor().submit(() -> connection.farewell(context)));
            }
        }
        told.forEach(each -> each.awaitUninterruptibly(end - System.nanoTime(), NANOSECONDS));
    }

    @Override
    public void http1(ChannelPipeline pipeline) {
        http1(pipeline, true);
    }

    private void http1(ChannelPipeline pipeline, boolean room) {
        RequestDecoder decoder =
                new RequestDecoder(limits.framing(), budget, ids.get(), doorkeeper);
        pipeline.addLast(decoder)
                .addLast(
                        new ConnectionHandler(
                                decoder, limits.connection(), date, ids.get(), room, handler));
        Channel channel = pipeline.channel();
        plain.add(channel);
        channel.closeFuture().addListener(_ -> plain.remove(channel));
    }
}
