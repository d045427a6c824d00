package io.affidavit.bench.edge;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.concurrent.TimeUnit;

/// One event loop and the kinds of channel that run on it.
///
/// @param loop a single thread, so that nothing on it needs a lock
/// @param client class of outgoing connections
/// @param server class of listening sockets
record Transport(
        EventLoopGroup loop,
        Class<? extends Channel> client,
        Class<? extends ServerChannel> server) {

    /// Epoll where it works (its timers are exact to microseconds), else Java's selector.
    static Transport open() {
        return Epoll.isAvailable()
                ? new Transport(
                        new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory()),
                        EpollSocketChannel.class,
                        EpollServerSocketChannel.class)
                : new Transport(
                        new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory()),
                        NioSocketChannel.class,
                        NioServerSocketChannel.class);
    }

    void close() {
        var _ = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
