package io.affidavit.command.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Stands between a node and its database and can lose what passes: requests before they arrive, or
/// answers after the work is done.
final class CuttingProxy implements AutoCloseable {

    /// What happens to the next bytes.
    enum Mode {
        /// Everything passes.
        PASS,
        /// The next request is thrown away and the connection closed.
        LOSE_REQUEST,
        /// The next request passes, its answer is thrown away and the connection closed.
        LOSE_ANSWER,
        /// Nobody gets through.
        DEAD
    }

    private final ServerSocket server;
    private final String host;
    private final int port;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private volatile Mode mode = Mode.PASS;

    CuttingProxy(String host, int port) throws IOException {
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.host = host;
        this.port = port;
        Thread.ofPlatform().daemon().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    void set(Mode next) {
        mode = next;
        if (next == Mode.DEAD) {
            sockets.forEach(CuttingProxy::quietly);
        }
    }

    Mode mode() {
        return mode;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                if (mode == Mode.DEAD) {
                    client.close();
                    continue;
                }
                Socket database = new Socket(host, port);
                sockets.add(client);
                sockets.add(database);
                Thread.ofPlatform().daemon().start(() -> pump(client, database, true));
                Thread.ofPlatform().daemon().start(() -> pump(database, client, false));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void pump(Socket from, Socket to, boolean requests) {
        byte[] bytes = new byte[65_536];
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int n = in.read(bytes); n > 0; n = in.read(bytes)) {
                if (mode == (requests ? Mode.LOSE_REQUEST : Mode.LOSE_ANSWER)) {
                    mode = Mode.PASS;
                    break;
                }
                out.write(bytes, 0, n);
                out.flush();
            }
        } catch (IOException e) {
            // One side is gone, so the other goes too.
        }
        quietly(from);
        quietly(to);
    }

    private static void quietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed then.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        sockets.forEach(CuttingProxy::quietly);
    }
}
