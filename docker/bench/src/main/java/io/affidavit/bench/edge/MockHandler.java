package io.affidavit.bench.edge;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Answers one request after the other on one connection.
final class MockHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

    private static final ByteBuf STREAM = FixedBytes.of("\"stream\":true");

    private final MockAnswers openAi;
    private final MockAnswers anthropic;
    private final Duration gap;

    MockHandler(MockAnswers openAi, MockAnswers anthropic, Duration gap) {
        this.openAi = openAi;
        this.anthropic = anthropic;
        this.gap = gap;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        MockAnswers answers = request.uri().endsWith("/messages") ? anthropic : openAi;
        if (ByteBufUtil.indexOf(STREAM, request.content()) < 0) {
            var _ = context.writeAndFlush(answers.completion().duplicate());
            return;
        }
        var _ = context.write(answers.streamHead().duplicate());
        if (gap.isZero()) {
            for (ByteBuf event : answers.streamEvents()) {
                var _ = context.write(event.duplicate());
            }
            context.flush();
        } else {
            sendFrom(0, answers.streamEvents(), context);
        }
    }

    private void sendFrom(int next, List<ByteBuf> events, ChannelHandlerContext context) {
        var _ = context.writeAndFlush(events.get(next).duplicate());
        if (next + 1 < events.size() && context.channel().isActive()) {
            var _ =
                    context.executor()
                            .schedule(
                                    () -> sendFrom(next + 1, events, context),
                                    gap.toNanos(),
                                    TimeUnit.NANOSECONDS);
        }
    }

    /// A peer that leaves in the middle is no news for a mock.
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        var _ = context.close();
    }
}
