package io.affidavit.edge.upstream;

import io.affidavit.schemas.routing.BaseUrl;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Opens connections to providers: name, rule, connect, TLS.
public final class Connector {

    private static final int MAX_STATUS_LINE_BYTES = 4 * 1024;
    private static final int MAX_HEAD_BYTES = 32 * 1024;
    private static final int MAX_PIECE_BYTES = 64 * 1024;

    /// Most addresses of a name that are tried, one after the other.
    private static final int MAX_ADDRESSES = 3;

    private final AddressBook addresses;
    private final ChannelFactory<? extends Channel> channels;
    private final SslContext tls;
    private final @Nullable EgressProxy proxy;
    private final AtomicInteger open = new AtomicInteger();

    /// @param addresses finds and judges addresses
    /// @param channels makes sockets that fit the event loops used
    /// @param proxy carries connections to the providers it lists; `null` for none
    public Connector(
            AddressBook addresses,
            ChannelFactory<? extends Channel> channels,
            @Nullable EgressProxy proxy) {
        this(addresses, channels, systemTrust(), proxy);
    }

    Connector(
            AddressBook addresses,
            ChannelFactory<? extends Channel> channels,
            SslContext tls,
            @Nullable EgressProxy proxy) {
        this.addresses = addresses;
        this.channels = channels;
        this.tls = tls;
        this.proxy = proxy;
    }

    /// Connections to providers that are open, used or waiting to be.
    public int connections() {
        return open.get();
    }

    /// Connects. The promise belongs to the loop and is fulfilled with a connection ready to be
    /// written to; whoever gives up cancels it.
    Promise<Connection> connect(EventLoop loop, BaseUrl url, Duration timeout) {
        Promise<Connection> promise = loop.newPromise();
        EgressProxy between = proxy != null && proxy.covers(url) ? proxy : null;
        Future<List<InetAddress>> finding =
                between == null
                        ? addresses.find(url, loop)
                        : addresses.findProxy(between.url(), url, loop);
        finding.addListener((Future<List<InetAddress>> found) -> {
            if (found.isSuccess()) {
                connect(new Target(loop, url, between, found.getNow(), timeout), 0, promise);
            } else {
                promise.tryFailure(found.cause());
            }
        });
        return promise;
    }

    /// @param proxy the proxy that is connected to in the provider's place; `null` for none
    private record Target(
            EventLoop loop,
            BaseUrl url,
            @Nullable EgressProxy proxy,
            List<InetAddress> addresses,
            Duration timeout) {

        int port() {
            return proxy == null ? url.port() : proxy.url().port();
        }

        boolean hasAnother(int index) {
            return index + 1 < Math.min(addresses.size(), MAX_ADDRESSES);
        }
    }

    private void connect(Target target, int index, Promise<Connection> promise) {
        if (promise.isDone()) {
            return;
        }
        InetSocketAddress address =
                new InetSocketAddress(target.addresses().get(index), target.port());
        new Bootstrap()
                .group(target.loop())
                .channelFactory(channels)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        Math.toIntExact(target.timeout().toMillis()))
                .handler(pipeline(target, promise))
                .connect(address)
                .addListener((io.netty.channel.ChannelFuture connected) -> {
                    if (connected.isSuccess()) {
                        if (target.proxy() == null) {
                            secure(connected.channel(), promise);
                        }
                    } else if (target.hasAnother(index)) {
                        connect(target, index + 1, promise);
                    } else {
                        promise.tryFailure(connected.cause());
                    }
                });
    }

    private ChannelInitializer<Channel> pipeline(Target target, Promise<Connection> promise) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                open.incrementAndGet();
                channel.closeFuture().addListener(_ -> open.decrementAndGet());
                if (target.proxy() == null) {
                    speak(channel, target.url());
                } else {
                    tunnel(channel, target.url(), promise);
                }
            }
        };
    }

    private void speak(Channel channel, BaseUrl url) {
        if (url.scheme().equals("https")) {
            channel.pipeline().addLast(tls.newHandler(channel.alloc(), url.host(), url.port()));
        }
        channel.pipeline().addLast(new HttpResponseDecoder(decoderConfig()));
        channel.pipeline().addLast(new Connection(channel));
    }

    private void tunnel(Channel channel, BaseUrl url, Promise<Connection> promise) {
        Runnable ready =
                () -> {
                    speak(channel, url);
                    secure(channel, promise);
                };
        channel.pipeline().addLast(new Tunnel(url, ready, promise));
        promise.addListener(given -> {
            if (!given.isSuccess()) {
                var _ = channel.close();
            }
        });
    }

    private static void secure(Channel channel, Promise<Connection> promise) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls == null) {
            give(channel, promise);
            return;
        }
        promise.addListener(given -> {
            if (!given.isSuccess()) {
                var _ = channel.close();
            }
        });
        tls.handshakeFuture()
                .addListener(shaken -> {
                    if (shaken.isSuccess()) {
                        give(channel, promise);
                    } else {
                        promise.tryFailure(shaken.cause());
                    }
                });
    }

    private static void give(Channel channel, Promise<Connection> promise) {
        Connection connection = channel.pipeline().get(Connection.class);
        if (connection == null || !promise.trySuccess(connection)) {
            var _ = channel.close();
            promise.tryFailure(new ClosedChannelException());
        }
    }

    private static HttpDecoderConfig decoderConfig() {
        return new HttpDecoderConfig()
                .setMaxInitialLineLength(MAX_STATUS_LINE_BYTES)
                .setMaxHeaderSize(MAX_HEAD_BYTES)
                .setMaxChunkSize(MAX_PIECE_BYTES)
                .setStrictLineParsing(true)
                .setUseRfc9112TransferEncoding(true)
                .setAllowDuplicateContentLengths(false)
                .setValidateHeaders(true);
    }

    private static SslContext systemTrust() {
        try {
            return SslContextBuilder.forClient()
                    .protocols("TLSv1.3", "TLSv1.2")
                    .endpointIdentificationAlgorithm("HTTPS")
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("TLS is part of this JDK", e);
        }
    }
}
