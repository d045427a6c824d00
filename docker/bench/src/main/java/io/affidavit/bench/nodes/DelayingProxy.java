package io.affidavit.bench.nodes;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/// A distance: whatever passes arrives later by half a round trip, and nothing waits for anything
/// else.
final class DelayingProxy implements AutoCloseable {

    private static final int BUFFER = 65_536;

    private final ServerSocket server;
    private final int port;
    private final long delayNanos;

    /// @param port where the other end is, on loopback
    /// @param roundTrip time to go there and back
    DelayingProxy(int port, Duration roundTrip) throws IOException {
        this.server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        this.port = port;
        this.delayNanos = roundTrip.toNanos() / 2;
        Thread.ofPlatform().daemon().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /// Bytes and when they are due.
    @SuppressWarnings("ArrayRecordComponent") // on its way
    private record Parcel(byte[] bytes, long due) {}

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket near = server.accept();
                Socket far = new Socket(InetAddress.getLoopbackAddress(), port);
                near.setTcpNoDelay(true);
                far.setTcpNoDelay(true);
                carry(near, far);
                carry(far, near);
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void carry(Socket from, Socket to) {
        BlockingQueue<Parcel> way = new LinkedBlockingQueue<>();
        Thread.ofPlatform().daemon().start(() -> take(from, way));
        Thread.ofPlatform().daemon().start(() -> deliver(way, to));
    }

    private void take(Socket from, BlockingQueue<Parcel> way) {
        byte[] buffer = new byte[BUFFER];
        try {
            int n = from.getInputStream().read(buffer);
            while (n > 0) {
                way.add(new Parcel(Arrays.copyOf(buffer, n), System.nanoTime() + delayNanos));
                n = from.getInputStream().read(buffer);
            }
        } catch (IOException e) { // one side is gone
        }
        way.add(new Parcel(new byte[0], System.nanoTime() + delayNanos));
    }

    private static void deliver(BlockingQueue<Parcel> way, Socket to) {
        try (to) {
            OutputStream out = to.getOutputStream();
            Parcel next = way.take();
            while (next.bytes().length > 0) {
                long left = next.due() - System.nanoTime();
                while (left > 0) {
                    LockSupport.parkNanos(left);
                    left = next.due() - System.nanoTime();
                }
                out.write(next.bytes());
                next = way.take();
            }
        } catch (IOException e) { // one side is gone
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) { // it is closed then
        }
    }
}
