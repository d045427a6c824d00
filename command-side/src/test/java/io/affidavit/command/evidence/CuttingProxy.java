package io.affidavit.command.evidence;

import io.affidavit.command.CommandDatabase;
import io.affidavit.schemas.testing.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

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
        /// The next append is kept back, and from then on nobody gets through.
        HOLD_APPEND,
        /// Nobody gets through.
        DEAD
    }

    private final ServerSocket server;
    private final String host;
    private final int port;
    private final String name;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Held> held = new CompletableFuture<>();
    private final CompletableFuture<Void> answered = new CompletableFuture<>();
    private volatile Mode mode = Mode.PASS;
    private volatile boolean delivered;

    /// A request on its way.
    @SuppressWarnings("ArrayRecordComponent") // written once
    private record Held(byte[] request, Socket database) {}

    private CuttingProxy(String host, int port, String name) throws IOException {
        this.name = name;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.host = host;
        this.port = port;
        Thread.ofPlatform().daemon().start(this::accept);
    }

    /// A proxy before a database.
    static CuttingProxy before(CommandDatabase database) throws IOException {
        URI behind = URI.create(database.below().url().substring("jdbc:".length()));
        return new CuttingProxy(behind.getHost(), behind.getPort(), behind.getPath().substring(1));
    }

    /// Connections of the appending role, through it.
    DataSource writer() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {"127.0.0.1"});
        source.setPortNumbers(new int[] {server.getLocalPort()});
        source.setDatabaseName(name);
        source.setUser("affidavit_writer");
        source.setPassword(TestDatabase.PASSWORD);
        source.setSslMode("disable");
        return source;
    }

    void set(Mode next) {
        mode = next;
        if (next == Mode.DEAD) {
            sockets.forEach(CuttingProxy::quietly);
        }
    }

    /// Waits until an append was kept back.
    void awaitHeld() throws Exception {
        held.get(30, TimeUnit.SECONDS);
    }

    /// Delivers what was kept back and waits until the database has dealt with it.
    void deliver() throws Exception {
        Held late = held.get(30, TimeUnit.SECONDS);
        delivered = true;
        late.database().getOutputStream().write(late.request()); // its answer may close it at once
        answered.get(30, TimeUnit.SECONDS);
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
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(bytes); n > 0; n = in.read(bytes)) {
                if (requests && mode == Mode.HOLD_APPEND && isAppend(bytes, n)) {
                    mode = Mode.DEAD;
                    sockets.remove(to);
                    held.complete(new Held(Arrays.copyOf(bytes, n), to));
                    quietly(from);
                    return;
                }
                if (!requests && isKept(from)) {
                    if (!delivered) {
                        continue; // it answers what it was asked before
                    }
                    answered.complete(null);
                    break;
                }
                if (mode == (requests ? Mode.LOSE_REQUEST : Mode.LOSE_ANSWER)) {
                    mode = Mode.PASS;
                    break;
                }
                try {
                    out.write(bytes, 0, n);
                    out.flush();
                } catch (IOException e) {
                    if (requests || !isKept(from)) {
                        throw e;
                    }
                }
            }
        } catch (IOException e) {
            // One side is gone, so the other goes too.
        }
        quietly(from);
        quietly(to);
    }

    /// Whether this connection to the database outlives its client, for what was kept back.
    private boolean isKept(Socket database) {
        return held.isDone() && held.join().database().equals(database);
    }

    private static boolean isAppend(byte[] bytes, int length) {
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1)
                .contains("update evidence.head set size");
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
