package io.affidavit.edge.server;

import io.affidavit.edge.call.Doorkeeper;
import io.affidavit.edge.call.RequestHandler;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2PingFrame;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One HTTP/2 connection: its streams, a look at the clock once a second for those that send or
/// read too slowly, and a bound for frames that ask for nothing but an answer.
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel: that is heard
final class Http2Connection extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(Http2Connection.class);
    private static final long TICK_MILLIS = 1000;

    /// PING and SETTINGS frames a second, over [#CONTROL_SECONDS].
    private static final int CONTROL_FRAMES = 1000;

    private static final int CONTROL_SECONDS = 10;

    /// What all streams of all connections need.
    ///
    /// @param framing bounds of one request
    /// @param limits how long a stream or an unused connection may stand still
    /// @param budget memory of all bodies
    record Shared(
            FramingLimits framing,
            ConnectionLimits limits,
            BodyBudget budget,
            HttpDate date,
            Doorkeeper doorkeeper,
            RequestHandler handler) {}

    private final Shared shared;
    private final RequestIds ids;
    private final Set<Http2Stream> streams = new LinkedHashSet<>();
    private long unusedNanos = System.nanoTime();
    private int controlFrames;
    private int seconds;

    Http2Connection(Shared shared, RequestIds ids) {
        this.shared = shared;
        this.ids = ids;
    }

    Http2Stream newStream() {
        return new Http2Stream(shared, ids, this);
    }

    void opened(Http2Stream stream) {
        streams.add(stream);
    }

    void closed(Http2Stream stream) {
        streams.remove(stream);
        unusedNanos = System.nanoTime();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        scheduleTick(context);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            boolean control =
                    message instanceof Http2SettingsFrame
                            || (message instanceof Http2PingFrame ping && !ping.ack());
            if (control && ++controlFrames == CONTROL_FRAMES) {
                context.writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.ENHANCE_YOUR_CALM))
                        .addListener(_ -> abort(context));
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof Http2Exception) {
            LOG.atDebug().addKeyValue("reason", cause.toString()).log("HTTP/2 was broken");
            return; // The codec says so to the client and closes.
        }
        if (!(cause instanceof IOException) && !(cause.getCause() instanceof SSLException)) {
            LOG.atWarn().setCause(cause).log("a client connection failed");
        }
        abort(context);
    }

    /// Takes no further stream, and closes when the present ones have ended.
    static void drain(Channel connection) {
        connection.close();
    }

    /// Closes without waiting for streams.
    private static void abort(ChannelHandlerContext context) {
        context.pipeline().firstContext().close();
    }

    private void scheduleTick(ChannelHandlerContext context) {
        context.executor().schedule(() -> tick(context), TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void tick(ChannelHandlerContext context) {
        if (!context.channel().isActive()) {
            return;
        }
        if (++seconds % CONTROL_SECONDS == 0) {
            controlFrames = 0;
        }
        long now = System.nanoTime();
        if (streams.isEmpty()) {
            if (now - unusedNanos > shared.limits().idle().toNanos()) {
                context.close(); // With GOAWAY: nothing sent meanwhile is lost in silence.
            }
        } else {
            List<Http2Stream> all = new ArrayList<>(streams);
            all.forEach(stream -> stream.tick(now));
        }
        scheduleTick(context);
    }
}
