package io.affidavit.edge.server;

import java.util.concurrent.atomic.AtomicLong;

/// Bounds the memory of all request bodies together. A body counts from its first byte until its
/// call ends, because attempts and the record need it until then.
final class BodyBudget {

    private final long max;
    private final AtomicLong used = new AtomicLong();

    BodyBudget(long maxBytes) {
        this.max = maxBytes;
    }

    /// Takes bytes out of the budget, or says no and takes none.
    boolean take(long bytes) {
        long now = used.addAndGet(bytes);
        if (now <= max) {
            return true;
        }
        used.addAndGet(-bytes);
        return false;
    }

    void giveBack(long bytes) {
        used.addAndGet(-bytes);
    }
}
