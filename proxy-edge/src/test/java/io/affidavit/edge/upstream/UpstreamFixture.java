package io.affidavit.edge.upstream;

import io.affidavit.schemas.routing.AddressRule;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// An event loop and a client for providers on the loopback.
abstract class UpstreamFixture {

    static final String ANSWER = "{\"choices\":[]}";
    static final String BODY = "{\"model\":\"m-1\"}";
    static final UpstreamTimeouts HASTY =
            new UpstreamTimeouts(
                    Duration.ofMillis(300),
                    Duration.ofMillis(300),
                    Duration.ofMillis(300),
                    Duration.ofSeconds(30));

    private static MultiThreadIoEventLoopGroup loops;

    final OpenAiUpstream upstream = upstream(List.of("127.0.0.0/8"));
    final EventLoop loop = (EventLoop) loops.next();

    @BeforeAll
    static void startLoops() {
        loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    }

    @AfterAll
    static void stopLoops() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    final Attempt open(FakeProvider provider, boolean stream) {
        return Attempt.open(upstream, loop, Attempt.chat(provider.baseUrl(), stream, BODY));
    }

    final Attempt hasty(FakeProvider provider, boolean stream) {
        return Attempt.open(upstream, loop, Attempt.chat(provider.baseUrl(), stream, BODY, HASTY));
    }

    static OpenAiUpstream upstream(List<String> allowed) {
        return upstream(allowed, UpstreamLimits.DEFAULT);
    }

    static OpenAiUpstream upstream(List<String> allowed, UpstreamLimits limits) {
        AddressBook addresses = new AddressBook(new AddressRule(allowed));
        return new OpenAiUpstream(new Connector(addresses, NioSocketChannel::new, null), limits);
    }
}
