package io.affidavit.projections.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.projections.testing.Stories;
import io.affidavit.schemas.call.CallAbandoned;
import io.affidavit.schemas.call.CallAdmitted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A processor's view of the log; nothing here depends on how fast it runs.
class RecordSourceTest {

    private static final Duration FOREVER = Duration.ofHours(1);

    private final List<TrackedEventMessage<?>> log = new ArrayList<>();
    private final Progress progress = new Progress(() -> -1);

    @Test
    void leavesOutWhatIsOfNoConcern() throws InterruptedException {
        fill(CallAbandoned.class, CallAdmitted.class, CallAbandoned.class, CallAdmitted.class);
        BlockingStream<TrackedEventMessage<?>> stream = open(Duration.ZERO, null);

        assertThat(stream.hasNextAvailable(0, TimeUnit.SECONDS)).isTrue();
        assertThat(position(stream.nextAvailable())).isEqualTo(1);
        assertThat(position(stream.nextAvailable())).isEqualTo(3);
        assertThat(stream.peek()).isEmpty();
    }

    @Test
    void hasReachedOnlyWhatTheProcessorCameBackFrom() throws InterruptedException {
        fill(CallAdmitted.class, CallAbandoned.class, CallAdmitted.class);
        BlockingStream<TrackedEventMessage<?>> stream = open(Duration.ZERO, null);
        assertThat(progress.reached()).isEqualTo(-1);

        stream.hasNextAvailable(0, TimeUnit.SECONDS);
        stream.nextAvailable();
        stream.peek();
        assertThat(progress.reached()).isEqualTo(-1);

        stream.hasNextAvailable(0, TimeUnit.SECONDS);
        assertThat(progress.reached()).isEqualTo(1);
    }

    @Test
    void reachesWhatIsOfNoConcern() throws InterruptedException {
        fill(CallAbandoned.class, CallAbandoned.class);
        BlockingStream<TrackedEventMessage<?>> stream = open(Duration.ZERO, null);

        assertThat(stream.hasNextAvailable(0, TimeUnit.SECONDS)).isFalse();
        assertThat(progress.reached()).isEqualTo(1);
    }

    @Test
    void handsOnTheLastEventLeftOutSoThatTheTokenFollows() throws InterruptedException {
        fill(CallAbandoned.class, CallAbandoned.class);
        BlockingStream<TrackedEventMessage<?>> stream = open(Duration.ZERO, null);

        while (!stream.hasNextAvailable(1, TimeUnit.SECONDS)) {
            assertThat(stream.peek()).isEmpty();
        }
        assertThat(position(stream.nextAvailable())).isEqualTo(1);
        assertThat(stream.hasNextAvailable(0, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void startsBehindItsToken() throws InterruptedException {
        fill(CallAdmitted.class, CallAdmitted.class);
        BlockingStream<TrackedEventMessage<?>> stream =
                open(Duration.ZERO, new GlobalSequenceTrackingToken(0));

        assertThat(progress.reached()).isZero();
        stream.hasNextAvailable(0, TimeUnit.SECONDS);
        assertThat(position(stream.nextAvailable())).isEqualTo(1);
    }

    @Test
    void restsAfterABatchUnlessSomebodyWaits() throws InterruptedException {
        fill(CallAdmitted.class, CallAdmitted.class);
        BlockingStream<TrackedEventMessage<?>> stream = open(FOREVER, null);
        stream.hasNextAvailable(0, TimeUnit.SECONDS);
        stream.nextAvailable();

        CompletableFuture<Boolean> visible = progress.await(1, FOREVER);
        CompletableFuture<Boolean> later = progress.await(2, FOREVER);
        assertThat(stream.hasNextAvailable(0, TimeUnit.SECONDS)).isTrue();
        stream.nextAvailable();
        assertThat(stream.hasNextAvailable(0, TimeUnit.SECONDS)).isFalse();
        assertThat(visible).isCompletedWithValue(true);
        assertThat(later).isNotCompleted();
    }

    @Test
    void doesNotRestAfterAFullBatch() throws InterruptedException {
        fill(CallAdmitted.class, CallAdmitted.class, CallAdmitted.class);
        BlockingStream<TrackedEventMessage<?>> stream = open(FOREVER, null);
        stream.hasNextAvailable(0, TimeUnit.SECONDS);
        stream.nextAvailable();
        stream.nextAvailable();

        assertThat(stream.hasNextAvailable(0, TimeUnit.SECONDS)).isTrue();
    }

    private void fill(Class<?>... events) {
        for (Class<?> event : events) {
            log.add(
                    Stories.tracked(
                            log.size(),
                            event.equals(CallAdmitted.class)
                                    ? Stories.admitted(Stories.call(1))
                                    : Stories.abandoned(Stories.call(1))));
        }
    }

    private BlockingStream<TrackedEventMessage<?>> open(
            Duration pause, @Nullable TrackingToken token) {
        return new RecordSource(new Log(), CallAdmitted.class::equals, progress, new Pace(pause, 2))
                .openStream(token);
    }

    private static long position(TrackedEventMessage<?> message) {
        return message.trackingToken().position().orElseThrow();
    }

    /// Has what was filled in, and nothing comes later.
    private final class Log implements StreamableMessageSource<TrackedEventMessage<?>> {

        @Override
        public BlockingStream<TrackedEventMessage<?>> openStream(@Nullable TrackingToken token) {
            return new BlockingStream<>() {

                private int next = token == null ? 0 : (int) token.position().orElse(-1) + 1;

                @Override
                public Optional<TrackedEventMessage<?>> peek() {
                    return next < log.size() ? Optional.of(log.get(next)) : Optional.empty();
                }

                @Override
                public boolean hasNextAvailable(int timeout, TimeUnit unit) {
                    return next < log.size();
                }

                @Override
                public TrackedEventMessage<?> nextAvailable() {
                    return log.get(next++);
                }

                @Override
                public void close() {}
            };
        }
    }
}
