package io.affidavit.edge.call;

import io.affidavit.schemas.value.DeploymentId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// How deployments fared on this node, as routes see it when they choose.
public final class DeploymentHealth {

    private static final long SMOOTHING = 8;
    private static final long UNKNOWN = -1;

    private final Map<DeploymentId, Seen> all = new ConcurrentHashMap<>();

    /// What was seen of one deployment.
    public static final class Seen {

        private final AtomicInteger inFlight = new AtomicInteger();
        private final AtomicInteger failures = new AtomicInteger();
        private volatile long latencyMicros = UNKNOWN;

        /// Attempts open right now.
        public int inFlight() {
            return inFlight.get();
        }

        /// Failures in a row.
        public int failures() {
            return failures.get();
        }

        /// Smoothed time to the first byte; `null` before the first answer.
        public @Nullable Long latencyMillis() {
            long micros = latencyMicros;
            return micros == UNKNOWN ? null : micros / 1000;
        }

        /// An attempt starts.
        public void begun() {
            inFlight.incrementAndGet();
        }

        /// It answered.
        public void answered(long firstByteMicros) {
            inFlight.decrementAndGet();
            failures.set(0);
            long before = latencyMicros;
            // Two answers at once may lose one of their shares; a smoothed figure can bear that.
            latencyMicros =
                    before == UNKNOWN
                            ? firstByteMicros
                            : before + (firstByteMicros - before) / SMOOTHING;
        }

        /// It gave no answer.
        public void failed() {
            inFlight.decrementAndGet();
            failures.incrementAndGet();
        }

        /// It ended through no doing of the deployment.
        public void leftAlone() {
            inFlight.decrementAndGet();
        }
    }

    /// What was seen of a deployment so far.
    public Seen of(DeploymentId deployment) {
        return all.computeIfAbsent(deployment, _ -> new Seen());
    }
}
