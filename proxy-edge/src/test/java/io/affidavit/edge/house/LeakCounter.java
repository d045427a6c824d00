package io.affidavit.edge.house;

import io.netty.util.ResourceLeakDetector;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts buffers that were lost without release. Netty makes it in place of its own detector, as
/// the module's test settings say.
public final class LeakCounter<T> extends ResourceLeakDetector<T> {

    private static final AtomicInteger LEAKS = new AtomicInteger();

    public LeakCounter(Class<?> resource, int samplingInterval) {
        super(resource, samplingInterval);
    }

    /// The form Netty looks for as well; nothing bounds the leaks that are active.
    public LeakCounter(Class<?> resource, int samplingInterval, long maxActive) {
        this(resource, samplingInterval);
    }

    /// Leaks found so far.
    public static int leaks() {
        return LEAKS.get();
    }

    @Override
    protected void reportTracedLeak(String resource, String records) {
        LEAKS.incrementAndGet();
        super.reportTracedLeak(resource, records);
    }

    @Override
    protected void reportUntracedLeak(String resource) {
        LEAKS.incrementAndGet();
        super.reportUntracedLeak(resource);
    }
}
