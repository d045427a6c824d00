package io.affidavit.edge.upstream;

import io.affidavit.schemas.routing.BaseUrl;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/// Asks a forward proxy for a tunnel to one provider and gets out of the way once it is open.
final class Tunnel extends ByteToMessageDecoder {

    private static final int MAX_HEAD_BYTES = 8 * 1024;
    private static final ByteBuf BLANK_LINE =
            Unpooled.unreleasableBuffer(
                    Unpooled.copiedBuffer("\r\n\r\n", StandardCharsets.US_ASCII).asReadOnly());
    private static final Pattern OPEN = Pattern.compile("HTTP/1\\.[01] 2[0-9][0-9]( .*)?");

    private final String authority;
    private final Runnable ready;
    private final Promise<Connection> promise;

    /// @param ready what follows when the tunnel is open, on the channel's loop
    /// @param promise fails when it does not open
    Tunnel(BaseUrl provider, Runnable ready, Promise<Connection> promise) {
        String host =
                provider.host().indexOf(':') >= 0 ? "[" + provider.host() + "]" : provider.host();
        this.authority = host + ":" + provider.port();
        this.ready = ready;
        this.promise = promise;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        String head = "CONNECT " + authority + " HTTP/1.1\r\nhost: " + authority + "\r\n\r\n";
        ByteBuf bytes = ByteBufUtil.writeAscii(context.alloc(), head);
        var _ = context.writeAndFlush(bytes);
        context.fireChannelActive();
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        int end = ByteBufUtil.indexOf(BLANK_LINE, in);
        if (end < 0) {
            if (in.readableBytes() > MAX_HEAD_BYTES) {
                refuse(context, "an endless head");
            }
            return;
        }
        String head =
                in.readCharSequence(end - in.readerIndex(), StandardCharsets.ISO_8859_1).toString();
        in.skipBytes(BLANK_LINE.readableBytes());
        int line = head.indexOf('\r');
        String status = line < 0 ? head : head.substring(0, line);
        if (OPEN.matcher(status).matches() && !in.isReadable()) {
            ready.run();
            context.pipeline().remove(this);
        } else {
            refuse(context, "no tunnel");
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        promise.tryFailure(new IOException("egress proxy: closed"));
        super.channelInactive(context);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        promise.tryFailure(cause);
        var _ = context.close();
    }

    private void refuse(ChannelHandlerContext context, String why) {
        promise.tryFailure(new IOException("egress proxy: " + why));
        var _ = context.close();
    }
}
