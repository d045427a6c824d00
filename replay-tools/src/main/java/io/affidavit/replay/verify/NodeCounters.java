package io.affidavit.replay.verify;

import java.util.HashMap;
import java.util.Map;

/// Follows each gateway process' own counter: from 0 without a gap, or an event was never appended.
final class NodeCounters {

    private final Failures failures;
    private final Map<Slice, Counter> counters = new HashMap<>();

    NodeCounters(Failures failures) {
        this.failures = failures;
    }

    void follow(long position, ScannedRecord record) {
        ScannedRecord.Node node = record.node();
        Counter counter = counters.get(node.id());
        if (counter == null) {
            counter = new Counter();
            counters.put(node.id().detached(), counter);
        }
        if (node.sequence() != counter.next) {
            failures.add(
                    Check.INCOMPLETE,
                    "record " + position + " node.seq of " + node.id(),
                    Long.toString(node.sequence()),
                    Long.toString(counter.next));
        }
        counter.next = node.sequence() + 1;
    }

    private static final class Counter {
        private long next;
    }
}
