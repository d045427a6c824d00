package io.affidavit.bench.crash;

import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/// What callers were told: the other half of the truth, kept outside the gateway.
final class Ledger {

    private final Queue<String> succeeded = new ConcurrentLinkedQueue<>();
    private final Set<String> all = ConcurrentHashMap.newKeySet();
    private final LongAdder unanswered = new LongAdder();

    /// A caller saw the whole of an answer.
    void success(String callId) {
        succeeded.add(callId);
        all.add(callId);
    }

    /// A caller got an error, half an answer or none.
    void noSuccess() {
        unanswered.increment();
    }

    /// The calls that succeeded since this was asked last.
    Set<String> takeSuccesses() {
        Set<String> taken = new TreeSet<>();
        String call = succeeded.poll();
        while (call != null) {
            taken.add(call);
            call = succeeded.poll();
        }
        return taken;
    }

    int successes() {
        return all.size();
    }

    long others() {
        return unanswered.sum();
    }
}
