package io.affidavit.bench.edge;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Sends calls at a pace until it is stopped, and counts what becomes of them.
public final class Load {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long NANOS_A_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final LoadClient client;
    private final Pace pace;
    private final boolean stream;
    private final CompletableFuture<Void> drained = new CompletableFuture<>();

    // The rest belongs to the client's event loop.
    private Tally tally = new Tally();
    private long nextDue;
    private int underWay;
    private boolean stopping;

    private Load(LoadClient client, Pace pace, boolean stream) {
        this.client = client;
        this.pace = pace;
        this.stream = stream;
    }

    /// Begins at once.
    public static Load start(LoadClient client, Pace pace, boolean stream) {
        Load load = new Load(client, pace, stream);
        client.loop().execute(load::begin);
        return load;
    }

    /// Starts a new window and returns what the old one counted.
    public Tally nextWindow() {
        return onLoop(() -> {
            Tally old = tally;
            tally = new Tally();
            return old;
        });
    }

    /// Sends nothing more, and returns when every call is answered.
    ///
    /// @throws IllegalStateException when some are not after a minute
    public void stop() {
        onLoop(() -> {
            stopping = true;
            return underWay == 0 && drained.complete(null);
        });
        drained.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    private void begin() {
        nextDue = System.nanoTime();
        switch (pace) {
            case Pace.Closed closed -> {
                for (int i = 0; i < closed.callers(); i++) {
                    send(nextDue);
                }
            }
            case Pace.Open open -> sendWhatIsDue(NANOS_A_SECOND / open.perSecond());
        }
    }

    private void sendWhatIsDue(long interval) {
        while (!stopping && nextDue <= System.nanoTime()) {
            send(nextDue);
            nextDue += interval;
        }
        if (!stopping) {
            long pause = Math.max(0, nextDue - System.nanoTime());
            var _ =
                    client.loop()
                            .schedule(() -> sendWhatIsDue(interval), pause, TimeUnit.NANOSECONDS);
        }
    }

    private void send(long due) {
        underWay++;
        client.send(new Exchange(stream, due, this::done));
    }

    private void done(Exchange exchange) {
        underWay--;
        tally.add(exchange);
        if (!stopping && pace instanceof Pace.Closed) {
            send(System.nanoTime());
        } else if (stopping && underWay == 0) {
            drained.complete(null);
        }
    }

    private <T> T onLoop(Supplier<T> action) {
        return CompletableFuture.supplyAsync(action, client.loop()).join();
    }
}
