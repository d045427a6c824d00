package io.affidavit.edge.upstream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpObject;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A connection to a provider, as the last handler of its channel: hands what comes to the attempt
/// that has it. An unused connection that says anything is closed, because the next answer would
/// not be ours.
final class Connection extends ChannelInboundHandlerAdapter {

    private final Channel channel;
    private @Nullable HttpAttempt attempt;
    private @Nullable Duration announcedIdleTime;
    private long idleSinceNanos;

    Connection(Channel channel) {
        this.channel = channel;
    }

    Channel channel() {
        return channel;
    }

    void close() {
        var _ = channel.close();
    }

    void attach(HttpAttempt next) {
        attempt = next;
    }

    void detach() {
        attempt = null;
    }

    void idleSince(long nanos, @Nullable Duration announced) {
        idleSinceNanos = nanos;
        announcedIdleTime = announced;
    }

    /// Whether the connection stayed unused longer than it is worth trusting.
    boolean isStale(long nowNanos, Duration idleTime) {
        Duration limit = announcedIdleTime == null ? idleTime : announcedIdleTime;
        return nowNanos - idleSinceNanos >= limit.toNanos();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (attempt != null && message instanceof HttpObject part) {
                attempt.onPart(part);
            } else if (attempt == null) {
                var _ = context.close();
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (attempt != null) {
            attempt.onClosed();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (attempt != null) {
            attempt.onClosed();
        }
        var _ = context.close();
    }
}
