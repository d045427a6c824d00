package io.affidavit.edge.server;

import io.affidavit.edge.tls.ServerTls;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at a connection's first byte: TLS is let in, plain HTTP is told its mistake in plain HTTP,
/// anything else is closed. One clock counts from the first moment to the end of the handshake.
@SuppressWarnings("FutureReturnValueIgnored") // a failed close has closed as well
final class TlsGate extends ByteToMessageDecoder {

    private static final Logger LOG = LoggerFactory.getLogger(TlsGate.class);

    /// Content type of a record of the handshake (RFC 8446 §5.1).
    private static final byte HANDSHAKE = 22;

    private static final String TOLD =
            "request: plain HTTP on a port that speaks TLS (expected: https)";

    private final ServerTls tls;
    private final Protocols protocols;
    private final Supplier<UUID> ids;
    private final HttpDate date;
    private boolean judged;
    private @Nullable ScheduledFuture<?> timeout;

    /// Equips a connection whose handshake is done.
    interface Protocols {

        void http1(ChannelPipeline pipeline);

        void http2(ChannelPipeline pipeline);
    }

    TlsGate(ServerTls tls, Protocols protocols, Supplier<UUID> ids, HttpDate date) {
        this.tls = tls;
        this.protocols = protocols;
        this.ids = ids;
        this.date = date;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        timeout =
                context.executor()
                        .schedule(
                                () -> context.channel().close(),
                                tls.handshakeTimeout().toNanos(),
                                TimeUnit.NANOSECONDS);
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (judged) {
            in.skipBytes(in.readableBytes());
            return;
        }
        byte first = in.getByte(in.readerIndex());
        judged = true;
        if (first == HANDSHAKE) {
            ChannelPipeline pipeline = context.pipeline();
            pipeline.addLast(tls.handler(context.alloc()), new Negotiated());
            pipeline.remove(this); // hands its bytes on
        } else if (HttpCharacters.isToken(first)) {
            FramingAnswer.write(context, 400, TOLD, ids.get(), date.line());
        } else {
            context.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        stopClock();
        super.channelInactive(context);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }

    private void stopClock() {
        if (timeout != null) {
            timeout.cancel(false);
        }
    }

    private final class Negotiated extends ApplicationProtocolNegotiationHandler {

        Negotiated() {
            super(ApplicationProtocolNames.HTTP_1_1);
        }

        @Override
        protected void configurePipeline(ChannelHandlerContext context, String protocol) {
            stopClock();
            if (protocol.equals(ApplicationProtocolNames.HTTP_2)) {
                protocols.http2(context.pipeline());
            } else {
                protocols.http1(context.pipeline());
            }
        }

        /// A client's mistake or a scanner's knock: nothing an operator must read. The alert has
        /// been sent.
        @Override
        protected void handshakeFailure(ChannelHandlerContext context, Throwable cause) {
            quietly(context, cause);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            quietly(context, cause);
        }

        private void quietly(ChannelHandlerContext context, Throwable cause) {
            stopClock();
            LOG.atDebug().addKeyValue("reason", cause.toString()).log("a TLS handshake failed");
            context.close();
        }
    }
}
