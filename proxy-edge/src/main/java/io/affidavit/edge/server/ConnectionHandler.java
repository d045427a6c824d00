package io.affidavit.edge.server;

import io.affidavit.edge.call.ClientRequest;
import io.affidavit.edge.call.RequestHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client connection: one exchange at a time, and a look at the clock once a second for clients
/// that send or read too slowly.
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel: that is heard
final class ConnectionHandler extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionHandler.class);
    private static final long TICK_MILLIS = 1000;

    private final RequestDecoder decoder;
    private final ConnectionLimits limits;
    private final HttpDate date;
    private final RequestIds ids;
    private final boolean room;
    private final RequestHandler handler;
    private @Nullable HttpExchange exchange;
    private long unsent;
    private long progressNanos = System.nanoTime();

    ConnectionHandler(
            RequestDecoder decoder,
            ConnectionLimits limits,
            HttpDate date,
            RequestIds ids,
            boolean room,
            RequestHandler handler) {
        this.decoder = decoder;
        this.limits = limits;
        this.date = date;
        this.ids = ids;
        this.room = room;
        this.handler = handler;
    }

    /// After a TLS handshake the connection has long been active.
    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        if (context.pipeline().get(SslHandler.class) != null) {
            scheduleTick(context);
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        scheduleTick(context);
        if (!room) {
            refuse(context, 503);
        }
        context.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        switch (message) {
            case ClientRequest request -> {
                HttpExchange next =
                        new HttpExchange(context, request, decoder, date, this::finished);
                exchange = next;
                handler.handle(next);
            }
            case FramingException fault -> refuse(context, fault.status());
            default -> throw new IllegalStateException("decoder emitted " + message.getClass());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        HttpExchange open = exchange;
        exchange = null;
        if (open != null) {
            open.clientLeft();
        }
        context.fireChannelInactive();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        boolean writable = context.channel().isWritable();
        if (exchange != null) {
            exchange.writabilityChanged(writable);
        } else if (writable) {
            decoder.next();
        }
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof IOException) && !(cause.getCause() instanceof SSLException)) {
            LOG.atWarn().setCause(cause).log("a client connection failed");
        }
        context.close();
    }

    /// The exchange's answer is written as a whole.
    private void finished(ChannelHandlerContext context, boolean keep) {
        exchange = null;
        decoder.restartClock();
        if (!keep) {
            decoder.discard();
            GentleClose.close(context);
        } else if (context.channel().isWritable()) {
            decoder.next();
        }
    }

    private void refuse(ChannelHandlerContext context, int status) {
        decoder.discard();
        FramingAnswer.write(context, status, ids.next(), date.line());
    }

    /// Tells a client whose request has not come as a whole that it will not be carried out.
    ///
    /// @param context of this handler, on its event loop
    void farewell(ChannelHandlerContext context) {
        if (exchange == null && decoder.isReceiving()) {
            decoder.discard();
            FramingAnswer.farewell(context, ids.next(), date.line());
        }
    }

    private void scheduleTick(ChannelHandlerContext context) {
        context.executor().schedule(() -> tick(context), TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void tick(ChannelHandlerContext context) {
        if (!context.channel().isActive()) {
            return;
        }
        long now = System.nanoTime();
        if (isStalled(context, now)) {
            context.close();
        } else if (exchange == null) {
            judgeSilence(context, now);
        }
        scheduleTick(context); // Also after a refusal, which the client may never read.
    }

    private void judgeSilence(ChannelHandlerContext context, long now) {
        if (decoder.isReceiving()) {
            if (now - decoder.startedNanos() > limits.receive().toNanos()) {
                refuse(context, 408);
            }
        } else if (waitingBytes(context) > 0) {
            decoder.restartClock(); // Not idle: the last answer is still on its way.
        } else if (now - decoder.startedNanos() > limits.idle().toNanos()) {
            context.close();
        }
    }

    /// Whether the client has taken no byte for too long although some wait for it.
    private boolean isStalled(ChannelHandlerContext context, long now) {
        long waiting = waitingBytes(context);
        if (waiting == 0 || waiting != unsent) {
            unsent = waiting;
            progressNanos = now;
            return false;
        }
        return now - progressNanos > limits.send().toNanos();
    }

    /// Bytes the client's system has not taken yet.
    private static long waitingBytes(ChannelHandlerContext context) {
        var outbound = context.channel().unsafe().outboundBuffer();
        return outbound == null
                ? 0
                : outbound.totalPendingWriteBytes() - outbound.currentProgress();
    }
}
