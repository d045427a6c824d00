package io.affidavit.bench.edge;

import java.util.function.Consumer;

/// One request and its answer, with the instants ([System#nanoTime]) that matter. Lives on the load
/// client's event loop.
final class Exchange {

    private final boolean stream;
    private final long due;
    private final Consumer<Exchange> whenDone;
    private long sent;
    private long firstByte;
    private long end;
    private String failure = "";

    /// @param due when it should leave; latencies count from here, not from when it could
    Exchange(boolean stream, long due, Consumer<Exchange> whenDone) {
        this.stream = stream;
        this.due = due;
        this.whenDone = whenDone;
    }

    boolean stream() {
        return stream;
    }

    void markSent() {
        sent = System.nanoTime();
    }

    /// The first byte of the body arrived; later ones change nothing.
    void markBody() {
        if (firstByte == 0) {
            firstByte = System.nanoTime();
        }
    }

    /// @param problem what was wrong with the answer, empty when nothing was
    void finish(String problem) {
        end = System.nanoTime();
        failure = problem;
        whenDone.accept(this);
    }

    long untilSent() {
        return sent - due;
    }

    long untilFirstByte() {
        return firstByte - due;
    }

    long untilEnd() {
        return end - due;
    }

    String failure() {
        return failure;
    }
}
