package io.affidavit.bench.edge;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ScheduledExecutorService;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Carries exchanges to one target, each on a connection of its own while it lasts. Everything but
/// opening and closing happens on its event loop.
public final class LoadClient implements AutoCloseable {

    /// Seven seconds of standstill at 300 calls/s; beyond that exchanges wait here, which their
    /// latency shows.
    private static final int MAX_CONNECTIONS = 2048;

    private final Transport transport;
    private final Bootstrap bootstrap;
    private final ByteBuf plain;
    private final ByteBuf streaming;
    private final Deque<Channel> idle = new ArrayDeque<>();
    private final Deque<Exchange> waiting = new ArrayDeque<>();
    private int connections;

    /// Opens connections as they are needed.
    public LoadClient(Target target) {
        this(target, null);
    }

    /// @param certificate what the target shows; `null` where it speaks plain HTTP
    LoadClient(Target target, @Nullable Certificate certificate) {
        SslContext tls = certificate == null ? null : trusting(certificate);
        transport = Transport.open();
        plain = target.request(false);
        streaming = target.request(true);
        bootstrap =
                new Bootstrap()
                        .group(transport.loop())
                        .channel(transport.client())
                        .option(ChannelOption.TCP_NODELAY, true)
                        .remoteAddress(target.address())
                        .handler(
                                new ChannelInitializer<>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        if (tls != null) {
                                            channel.pipeline()
                                                    .addLast(
                                                            tls.newHandler(
                                                                    channel.alloc(),
                                                                    target.address()
                                                                            .getHostString(),
                                                                    target.address().getPort()));
                                        }
                                        channel.pipeline()
                                                .addLast(
                                                        new HttpResponseDecoder(),
                                                        new ClientConnection(LoadClient.this));
                                    }
                                });
    }

    private static SslContext trusting(Certificate certificate) {
        try {
            return SslContextBuilder.forClient().trustManager(certificate.trust()).build();
        } catch (SSLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The thread on which everything of this client happens.
    ScheduledExecutorService loop() {
        return transport.loop();
    }

    /// Sends at once, over a new connection if no other is free.
    void send(Exchange exchange) {
        Channel channel = idle.pollLast();
        if (channel != null) {
            write(channel, exchange);
        } else if (connections < MAX_CONNECTIONS) {
            connect(exchange);
        } else {
            waiting.add(exchange);
        }
    }

    private void connect(Exchange exchange) {
        connections++;
        var connecting = bootstrap.connect();
        var _ =
                connecting.addListener(done -> {
                    if (done.isSuccess()) {
                        write(connecting.channel(), exchange);
                    } else {
                        connections--;
                        exchange.finish("no connection: " + done.cause());
                    }
                });
    }

    private void write(Channel channel, Exchange exchange) {
        channel.pipeline().get(ClientConnection.class).begin(exchange);
        exchange.markSent();
        var _ = channel.writeAndFlush((exchange.stream() ? streaming : plain).duplicate());
    }

    /// The connection's exchange is over; it takes another one.
    void release(Channel channel) {
        Exchange next = waiting.poll();
        if (next != null) {
            write(channel, next);
        } else {
            idle.add(channel);
        }
    }

    /// The connection is closed.
    void forget(Channel channel) {
        idle.remove(channel);
        connections--;
        Exchange next = waiting.poll();
        if (next != null) {
            connect(next);
        }
    }

    @Override
    public void close() {
        transport.close();
    }
}
