package io.affidavit.edge.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.call.Answer;
import io.affidavit.edge.call.Client;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Connections on which nothing happens: the limits are so short that each look finds them passed.
class SilenceTest {

    private static final ConnectionLimits SHORT =
            new ConnectionLimits(Duration.ofNanos(1), Duration.ofNanos(1), Duration.ofDays(1));

    private final Queue<Client> clients = new ArrayDeque<>();
    private final RequestIds ids = new RequestIds(Clock.systemUTC(), new SecureRandom());
    private final RequestDecoder decoder =
            new RequestDecoder(
                    new FramingLimits(1024, 1024), new BodyBudget(10_000), ids, (_, _) -> true);
    private final ConnectionHandler handler =
            new ConnectionHandler(
                    decoder, SHORT, new HttpDate(Clock.systemUTC()), ids, true, clients::add);

    @Test
    void isNotIdleWhileAnAnswerIsOnItsWay() {
        EmbeddedChannel channel = new EmbeddedChannel(decoder, handler);
        receive(channel, "GET / HTTP/1.1\r\nhost: h\r\n\r\n");
        clients.remove().answer(new Answer(200, new byte[0], List.of(), false));
        var _ = channel.write(Unpooled.copiedBuffer(new byte[10])); // a client that is slow
        second(channel);
        assertThat(channel.isOpen()).isTrue();

        channel.flush();
        second(channel);
        assertThat(channel.isOpen()).isFalse();
        channel.finishAndReleaseAll();
    }

    @Test
    void endsAlsoWithAClientThatNeverReadsItsRefusal() {
        EmbeddedChannel channel = new EmbeddedChannel(new Dam(), decoder, handler);
        receive(channel, "POST / HTTP/1.1\r\nhost");
        second(channel);
        assertThat(channel.isOpen()).as("refused, and waiting to be read").isTrue();
        second(channel);
        assertThat(channel.isOpen()).isFalse();
    }

    private static void receive(EmbeddedChannel channel, String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    }

    private static void second(EmbeddedChannel channel) {
        channel.advanceTimeBy(1, TimeUnit.SECONDS);
        channel.runPendingTasks();
    }

    /// Lets nothing out, and never says that anything went out.
    private static final class Dam extends ChannelOutboundHandlerAdapter {

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            ReferenceCountUtil.release(message);
        }
    }
}
