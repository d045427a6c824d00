package io.affidavit.edge.server;

import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.concurrent.ThreadFactory;

/// Epoll where the system has it, NIO elsewhere.
public final class Transport {

    private final boolean epoll;

    private Transport(boolean epoll) {
        this.epoll = epoll;
    }

    /// The best one here.
    public static Transport choose() {
        return new Transport(Epoll.isAvailable());
    }

    /// Event loops for servers and clients alike.
    public EventLoopGroup loops(int threads) {
        ThreadFactory names = Thread.ofPlatform().name("edge-", 0).daemon().factory();
        return new MultiThreadIoEventLoopGroup(
                threads, names, epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    }

    ChannelFactory<? extends ServerChannel> serverChannels() {
        return epoll ? EpollServerSocketChannel::new : NioServerSocketChannel::new;
    }

    /// Sockets to providers that fit the loops.
    public ChannelFactory<? extends SocketChannel> channels() {
        return epoll ? EpollSocketChannel::new : NioSocketChannel::new;
    }
}
