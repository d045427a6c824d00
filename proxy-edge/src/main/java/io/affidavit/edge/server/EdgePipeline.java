package io.affidavit.edge.server;

import io.affidavit.edge.call.Doorkeeper;
import io.affidavit.edge.call.RequestHandler;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.util.concurrent.FastThreadLocal;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;

/// Equips each accepted connection.
final class EdgePipeline extends ChannelInitializer<Channel> {

    private final ServerLimits limits;
    private final RequestHandler handler;
    private final Doorkeeper doorkeeper;
    private final BodyBudget budget;
    private final HttpDate date = new HttpDate(Clock.systemUTC());
    private final AtomicInteger open = new AtomicInteger();
    private final FastThreadLocal<RequestIds> ids =
            new FastThreadLocal<>() {
                @Override
                protected RequestIds initialValue() {
                    return new RequestIds(Clock.systemUTC(), new SecureRandom());
                }
            };

    EdgePipeline(ServerLimits limits, RequestHandler handler, Doorkeeper doorkeeper) {
        this.limits = limits;
        this.handler = handler;
        this.doorkeeper = doorkeeper;
        this.budget = new BodyBudget(limits.buffered());
    }

    @Override
    protected void initChannel(Channel channel) {
        channel.closeFuture().addListener(_ -> open.decrementAndGet());
        boolean room = open.incrementAndGet() <= limits.connections();
        RequestDecoder decoder =
                new RequestDecoder(limits.framing(), budget, ids.get(), doorkeeper);
        channel.pipeline()
                .addLast(decoder)
                .addLast(
                        new ConnectionHandler(
                                decoder, limits.connection(), date, ids.get(), room, handler));
    }
}
