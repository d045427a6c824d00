package io.affidavit.bench.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Callers that never give up: each makes its next call as soon as the last one ended, JSON and
/// streams in turns, whoever answers.
final class Load implements AutoCloseable {

    private static final long AFTER_A_FAILURE = TimeUnit.MILLISECONDS.toNanos(20);

    private final Caller caller;
    private final Ledger ledger;
    private final List<Thread> threads = new ArrayList<>();
    private volatile String url;
    private volatile boolean over;

    Load(Caller caller, Ledger ledger, String url, int callers) {
        this.caller = caller;
        this.ledger = ledger;
        this.url = url;
        for (int i = 0; i < callers; i++) {
            threads.add(Thread.ofVirtual().name("caller-" + i).start(this::callOn));
        }
    }

    /// Where the gateway listens in its new life.
    void moveTo(String newUrl) {
        url = newUrl;
    }

    private void callOn() {
        boolean stream = false;
        try {
            while (!over) {
                String call = caller.call(url, "[[tokens:20]]", stream);
                if (call.isEmpty()) {
                    ledger.noSuccess();
                    LockSupport.parkNanos(AFTER_A_FAILURE);
                } else {
                    ledger.success(call);
                }
                stream = !stream;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Lets the calls at hand end.
    @Override
    public void close() {
        over = true;
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
