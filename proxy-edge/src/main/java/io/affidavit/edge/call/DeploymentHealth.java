package io.affidavit.edge.call;

import io.affidavit.schemas.routing.CooldownReason;
import io.affidavit.schemas.routing.CoolingState;
import io.affidavit.schemas.value.DeploymentId;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// How deployments fared on this node, as routes see it when they choose.
///
/// A deployment that failed too often cools down; then a single call is its trial, which brings it
/// back or cools it down for twice as long. Choices carry the state as an input, so that nothing
/// waits for the record of the change itself.
public final class DeploymentHealth {

    /// Parts of a window that are counted and forgotten as a whole.
    public static final int BUCKETS = 6;

    private static final long SMOOTHING = 8;
    private static final long UNKNOWN = -1;
    private static final int MAX_DOUBLINGS = 10;
    private static final int PERCENT = 100;

    private final CooldownRules rules;
    private final LongSupplier nanos;
    private final Map<DeploymentId, Seen> all = new ConcurrentHashMap<>();

    /// @param nanos a clock that never jumps, such as [System#nanoTime]
    public DeploymentHealth(CooldownRules rules, LongSupplier nanos) {
        this.rules = rules;
        this.nanos = nanos;
    }

    /// A deployment has no room for more: one such answer is enough, whether it says until when or
    /// not, because the next call could only hear the same.
    ///
    /// @param retryAfterSeconds for how long; `null` where it did not say
    public record Refusal(@Nullable Integer retryAfterSeconds) {}

    /// What was seen of a deployment so far.
    public Seen of(DeploymentId deployment) {
        return all.computeIfAbsent(deployment, _ -> new Seen(rules, nanos));
    }

    /// What was seen of one deployment. Any thread may ask and tell.
    public static final class Seen {

        private final CooldownRules rules;
        private final LongSupplier nanos;
        private final int[] attempts = new int[BUCKETS];
        private final int[] failed = new int[BUCKETS];
        private long lastBucket;
        private int inFlight;
        private int failures;
        private long latencyMicros = UNKNOWN;
        private int cooldowns;
        private long coolUntil;
        private boolean trying;
        private long tryingUntil;

        private Seen(CooldownRules rules, LongSupplier nanos) {
            this.rules = rules;
            this.nanos = nanos;
        }

        /// Attempts open right now.
        public synchronized int inFlight() {
            return inFlight;
        }

        /// Failures in a row.
        public synchronized int failures() {
            return failures;
        }

        /// Smoothed time to the first byte; `null` before the first answer.
        public synchronized @Nullable Long latencyMillis() {
            return latencyMicros == UNKNOWN ? null : latencyMicros / 1000;
        }

        /// Whether it is in service, cooling, or waiting for a call that tries it.
        public synchronized CoolingState cooling() {
            if (cooldowns == 0) {
                return CoolingState.NONE;
            }
            long now = nanos.getAsLong();
            boolean taken = trying && now - tryingUntil < 0;
            return now - coolUntil < 0 || taken ? CoolingState.COOLING : CoolingState.TRIAL;
        }

        /// Makes the caller's attempt the trial.
        ///
        /// @return false when another one is it already
        public synchronized boolean claimTrial() {
            if (cooling() != CoolingState.TRIAL) {
                return false;
            }
            trying = true;
            tryingUntil = nanos.getAsLong() + rules.trial().toNanos();
            return true;
        }

        /// An attempt starts.
        public synchronized void begun() {
            inFlight++;
        }

        /// It answered, if only that the request is wrong.
        ///
        /// @param trial whether the attempt was the trial; of a deployment that cools down any
        ///   other answer proves little, because it may have been asked for before
        /// @param firstByteMicros time to the first byte; `null` where that says nothing
        public synchronized @Nullable HealthChange answered(
                boolean trial, @Nullable Long firstByteMicros) {
            inFlight--;
            failures = 0;
            attempts[bucket()]++;
            if (firstByteMicros != null) {
                latencyMicros =
                        latencyMicros == UNKNOWN
                                ? firstByteMicros
                                : latencyMicros + (firstByteMicros - latencyMicros) / SMOOTHING;
            }
            if (cooldowns == 0 || !trial) {
                return null;
            }
            int past = cooldowns;
            cooldowns = 0;
            trying = false;
            forget();
            return new HealthChange.Recovered(past);
        }

        /// It gave no answer.
        ///
        /// @param trial whether the attempt was the trial
        /// @param exempt whether nobody else could answer in its place, so that it never cools down
        /// @param refusal that it has no room for more; `null` where that was not the failure
        public synchronized @Nullable HealthChange failed(
                boolean trial, boolean exempt, @Nullable Refusal refusal) {
            inFlight--;
            failures++;
            int bucket = bucket();
            attempts[bucket]++;
            failed[bucket]++;
            if (exempt || (cooldowns > 0 && !trial)) {
                return null;
            }
            CooldownReason reason = reason(refusal);
            return reason == null
                    ? null
                    : cool(reason, refusal == null ? null : refusal.retryAfterSeconds());
        }

        /// It ended through no doing of the deployment.
        ///
        /// @param trial whether the attempt was the trial, which another one can be now
        public synchronized void leftAlone(boolean trial) {
            inFlight--;
            trying &= !trial;
        }

        /// It was chosen for its trial, and the attempt was never made.
        public synchronized void unclaimTrial() {
            trying = false;
        }

        private @Nullable CooldownReason reason(@Nullable Refusal refusal) {
            if (cooldowns > 0) {
                return CooldownReason.TRIAL_FAILED;
            }
            if (refusal != null) {
                return CooldownReason.RATE_LIMITED;
            }
            int failures = sum(failed);
            return failures >= rules.minFailures()
                            && (long) failures * PERCENT
                                    >= (long) rules.minSharePercent() * sum(attempts)
                    ? CooldownReason.ERROR_SHARE
                    : null;
        }

        private HealthChange cool(CooldownReason reason, @Nullable Integer retryAfterSeconds) {
            Duration pause =
                    rules.shortest().multipliedBy(1L << Math.min(cooldowns, MAX_DOUBLINGS));
            if (retryAfterSeconds != null) {
                Duration asked = Duration.ofSeconds(retryAfterSeconds);
                pause = cooldowns == 0 || asked.compareTo(pause) > 0 ? asked : pause;
            }
            if (pause.compareTo(rules.longest()) > 0) {
                pause = rules.longest();
            }
            cooldowns++;
            trying = false;
            coolUntil = nanos.getAsLong() + pause.toNanos();
            return new HealthChange.Cooled(reason, sum(attempts), sum(failed), pause);
        }

        private static int sum(int[] counts) {
            int sum = 0;
            for (int count : counts) {
                sum += count;
            }
            return sum;
        }

        /// The present bucket, after what is older than a window was forgotten.
        private int bucket() {
            long now = Math.floorDiv(nanos.getAsLong(), rules.window().toNanos() / BUCKETS);
            if (now - lastBucket >= BUCKETS) {
                forget();
            } else {
                for (long old = lastBucket + 1; old <= now; old++) {
                    int index = Math.floorMod(old, BUCKETS);
                    attempts[index] = 0;
                    failed[index] = 0;
                }
            }
            lastBucket = now;
            return Math.floorMod(now, BUCKETS);
        }

        private void forget() {
            Arrays.fill(attempts, 0);
            Arrays.fill(failed, 0);
        }
    }
}
