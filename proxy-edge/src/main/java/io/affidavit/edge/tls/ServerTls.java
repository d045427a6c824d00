package io.affidavit.edge.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// TLS for accepted connections, always with the present certificate.
public final class ServerTls implements AutoCloseable {

    /// Signing takes about a millisecond of a core; two threads hold a thousand handshakes a
    /// second.
    private static final int THREADS = 2;

    /// Handshakes that wait for a thread; the ones beyond it fail.
    private static final int MAX_WAITING = 1000;

    private static final long IDLE_SECONDS = 60;

    private final CertificateKeeper keeper;
    private final Duration handshake;
    private final ThreadPoolExecutor signing;

    /// @param handshake from the connection's first moment to its last handshake message
    public ServerTls(CertificateKeeper keeper, Duration handshake) {
        this.keeper = keeper;
        this.handshake = handshake;
        this.signing =
                new ThreadPoolExecutor(
                        THREADS,
                        THREADS,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(MAX_WAITING),
                        Thread.ofPlatform().name("handshake-", 0).daemon().factory());
        signing.allowCoreThreadTimeOut(true);
    }

    /// A handler for one connection, whose time is kept by whoever adds it.
    public SslHandler handler(ByteBufAllocator allocator) {
        SslHandler handler = keeper.dataPort().newHandler(allocator, signing);
        handler.setHandshakeTimeoutMillis(0);
        return handler;
    }

    /// Longest time from a connection's first moment to its last handshake message.
    public Duration handshakeTimeout() {
        return handshake;
    }

    @Override
    public void close() {
        signing.shutdownNow();
    }
}
