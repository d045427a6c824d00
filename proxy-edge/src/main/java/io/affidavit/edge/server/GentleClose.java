package io.affidavit.edge.server;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.TimeUnit;

/// Closes a connection so that the peer can still read the answer (RFC 9112 §9.6): our half at
/// once, the rest when the peer has closed its half or after a while. Closing with unread bytes
/// would reset the connection and with it throw away the answer.
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel: that is heard
final class GentleClose {

    private static final long LINGER_MILLIS = 2000;

    private GentleClose() {}

    static void close(ChannelHandlerContext context) {
        Channel channel = context.channel();
        channel.config().setAutoRead(true);
        context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> sayGoodbye(channel));
    }

    /// In TLS an end has to be said, or it could be an attacker's cut. It closes the engine, so the
    /// answer has to be through.
    private static void sayGoodbye(Channel channel) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls == null) {
            shutDown(channel);
        } else {
            tls.closeOutbound().addListener(_ -> shutDown(channel));
        }
    }

    private static void shutDown(Channel channel) {
        if (channel instanceof DuplexChannel duplex && channel.isActive()) {
            duplex.shutdownOutput();
            channel.eventLoop()
                    .schedule(() -> channel.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
        } else {
            channel.close();
        }
    }
}
