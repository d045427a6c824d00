package io.affidavit.edge.server;

import io.affidavit.edge.call.Doorkeeper;
import io.affidavit.edge.call.RequestHandler;
import io.affidavit.edge.tls.ServerTls;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Listens on the data port.
@SuppressWarnings("FutureReturnValueIgnored")
public final class EdgeServer {

    private static final Logger LOG = LoggerFactory.getLogger(EdgeServer.class);
    private static final int BACKLOG = 1024;
    static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(64 * 1024, 256 * 1024);
    private static final long QUIET_MILLIS = 100;
    private static final long SHUTDOWN_MILLIS = 5000;

    private final Transport transport;
    private final EventLoopGroup loops;
    private final EdgePipeline pipeline;
    private @Nullable Channel listener;

    /// A server that speaks plain HTTP/1.1.
    public EdgeServer(
            Transport transport,
            EventLoopGroup loops,
            ServerLimits limits,
            RequestHandler handler,
            Doorkeeper doorkeeper) {
        this(transport, loops, limits, handler, doorkeeper, null);
    }

    /// @param tls `null` for plain HTTP/1.1; else HTTP/2 is spoken with whoever asks for it
    public EdgeServer(
            Transport transport,
            EventLoopGroup loops,
            ServerLimits limits,
            RequestHandler handler,
            Doorkeeper doorkeeper,
            @Nullable ServerTls tls) {
        this.transport = transport;
        this.loops = loops;
        this.pipeline = new EdgePipeline(limits, handler, doorkeeper, tls);
    }

    /// Binds and begins to accept.
    ///
    /// @param address port 0 for any free one
    public void start(InetSocketAddress address) {
        listener =
                new ServerBootstrap()
                        .group(loops)
                        .channelFactory(transport.serverChannels())
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                        .childHandler(pipeline)
                        .bind(address)
                        .syncUninterruptibly()
                        .channel();
        LOG.atInfo().addKeyValue("port", port()).log("the data port is open");
    }

    /// The port it listens on.
    public int port() {
        if (listener != null && listener.localAddress() instanceof InetSocketAddress bound) {
            return bound.getPort();
        }
        throw new IllegalStateException("not started");
    }

    /// Tells clients that can be told (HTTP/2) to send nothing more over their connections, which
    /// end with the requests under way.
    public void drain() {
        pipeline.drain();
    }

    /// Connections of clients that are open.
    public int connections() {
        return pipeline.open();
    }

    /// Stops accepting.
    public void stopListening() {
        if (listener != null) {
            listener.close().syncUninterruptibly();
        }
    }

    /// Closes everything that is still open. What has come of a request only in part is told.
    public void close() {
        stopListening();
        pipeline.farewell();
        loops.shutdownGracefully(QUIET_MILLIS, SHUTDOWN_MILLIS, TimeUnit.MILLISECONDS)
                .syncUninterruptibly();
    }
}
