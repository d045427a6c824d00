package io.affidavit.projections.metrics;

import io.affidavit.schemas.evidence.LogPlace;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;

/// How far a reader of the log is behind it, in records and in time. NaN while the log does not
/// answer.
final class LogDistance {

    /// One scrape asks several times and shall see one log.
    private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();

    private static final double NANOS_PER_SECOND = 1e9;

    private final StreamableMessageSource<TrackedEventMessage<?>> log;
    private final InstantSource clock;
    private double head = Double.NaN;
    private long askedAt = System.nanoTime() - FRESH_NANOS;

    LogDistance(StreamableMessageSource<TrackedEventMessage<?>> log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
    }

    /// Records that the reader has not committed yet.
    ///
    /// @param reached the last position it committed; -1 for none
    double positions(LongSupplier reached) {
        // Asked first: the log may only have grown since, never the reader overtaken it.
        long place = reached.getAsLong();
        double last = head();
        if (Double.isNaN(last)) {
            return last;
        }
        LogPlace next = LogPlace.of(place + 1);
        LogPlace end = LogPlace.of((long) last + 1);
        // Of a reader in an earlier log only what has come since is known.
        long behind = end.position() - (next.log() == end.log() ? next.position() : 0);
        return Math.max(0, behind);
    }

    /// Age of the oldest record that the reader has not committed yet; 0 without one.
    double seconds(LongSupplier reached) {
        long position = reached.getAsLong();
        double behind = head() - position;
        if (!(behind > 0)) {
            return Double.isNaN(behind) ? behind : 0;
        }
        TrackingToken token = position < 0 ? null : new GlobalSequenceTrackingToken(position);
        try (BlockingStream<TrackedEventMessage<?>> rest = log.openStream(token)) {
            return rest.peek()
                    .map(oldest -> Duration.between(oldest.getTimestamp(), clock.instant()))
                    .map(age -> Math.max(0, age.toNanos() / NANOS_PER_SECOND))
                    .orElse(0.0);
        } catch (RuntimeException e) {
            return Double.NaN; // told by whoever reads the log for its work
        }
    }

    /// The last position of the log, -1 for none.
    synchronized double head() {
        if (System.nanoTime() - askedAt >= FRESH_NANOS) {
            try {
                @Nullable TrackingToken token = log.createHeadToken();
                head = token == null ? -1 : token.position().orElse(-1);
            } catch (RuntimeException e) {
                head = Double.NaN;
            }
            askedAt = System.nanoTime();
        }
        return head;
    }
}
