package io.affidavit.bench.edge;

import io.affidavit.bench.measure.Histogram;

/// What became of the exchanges of one window.
public final class Tally {

    private final Histogram untilSent = new Histogram();
    private final Histogram untilFirstByte = new Histogram();
    private final Histogram untilEnd = new Histogram();
    private final Histogram untilFailed = new Histogram();
    private long failed;
    private String firstFailure = "";

    void add(Exchange exchange) {
        if (exchange.failure().isEmpty()) {
            untilSent.record(exchange.untilSent());
            untilFirstByte.record(exchange.untilFirstByte());
            untilEnd.record(exchange.untilEnd());
        } else {
            untilFailed.record(exchange.untilEnd());
            firstFailure = failed == 0 ? exchange.failure() : firstFailure;
            failed++;
        }
    }

    /// Adds what another one counted.
    public void add(Tally other) {
        untilSent.add(other.untilSent);
        untilFirstByte.add(other.untilFirstByte);
        untilEnd.add(other.untilEnd);
        untilFailed.add(other.untilFailed);
        firstFailure = failed == 0 ? other.firstFailure : firstFailure;
        failed += other.failed;
    }

    /// Exchanges with a whole and good answer.
    public long answered() {
        return untilEnd.count();
    }

    public long failed() {
        return failed;
    }

    /// What went wrong the first time; empty when nothing did.
    public String firstFailure() {
        return firstFailure;
    }

    /// How late the generator itself was.
    Histogram untilSent() {
        return untilSent;
    }

    Histogram untilFirstByte() {
        return untilFirstByte;
    }

    /// From when calls were due to when they failed.
    Histogram untilFailed() {
        return untilFailed;
    }

    /// From when calls were due to the end of their answers.
    public Histogram untilEnd() {
        return untilEnd;
    }
}
