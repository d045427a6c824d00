package io.affidavit.edge.server;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
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
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        ChannelFuture last =
                tls == null ? context.writeAndFlush(Unpooled.EMPTY_BUFFER) : tls.closeOutbound();
        last.addListener(_ -> shutDown(channel));
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
