package io.affidavit.bench.edge;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

/// A provider that costs next to nothing, so that what is measured is the way to it. Answers any
/// request with [MockAnswers] in the protocol of its path; one that says `"stream":true` gets the
/// stream.
public final class MockUpstream implements AutoCloseable {

    private static final int MAX_BODY = 16 * 1024 * 1024;

    private final Transport transport;
    private final Channel listener;

    private MockUpstream(Transport transport, Channel listener) {
        this.transport = transport;
        this.listener = listener;
    }

    /// @param port port on loopback, 0 for any free one
    /// @param gap pause before each event of a stream but the first; zero sends all at once
    public static MockUpstream start(int port, Duration gap) {
        Transport transport = Transport.open();
        MockAnswers openAi = MockAnswers.openAi();
        MockAnswers anthropic = MockAnswers.anthropic();
        Channel listener =
                new ServerBootstrap()
                        .group(transport.loop())
                        .channel(transport.server())
                        .option(ChannelOption.SO_BACKLOG, 1024)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childHandler(
                                new ChannelInitializer<>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        channel.pipeline()
                                                .addLast(
                                                        new HttpRequestDecoder(),
                                                        new HttpObjectAggregator(MAX_BODY),
                                                        new MockHandler(openAi, anthropic, gap));
                                    }
                                })
                        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                        .syncUninterruptibly()
                        .channel();
        return new MockUpstream(transport, listener);
    }

    /// Its port on loopback.
    public int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    @Override
    public void close() {
        transport.close();
    }

    /// Runs until its standard input ends, so that it never outlives whoever started it.
    ///
    /// @param words port, then the gap in milliseconds; both may be missing
    public static void main(String[] words) throws IOException {
        int port = words.length > 0 ? Integer.parseInt(words[0]) : 0;
        Duration gap = Duration.ofMillis(words.length > 1 ? Long.parseLong(words[1]) : 0);
        try (MockUpstream mock = start(port, gap)) {
            System.out.println(mock.port());
            while (System.in.read() >= 0) {} // nobody has anything to say to it
        }
    }
}
