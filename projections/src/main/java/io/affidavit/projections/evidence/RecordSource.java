package io.affidavit.projections.evidence;

import java.util.function.Predicate;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;

/// Feeds one tracking processor from the event store with what concerns it, in bites worth a
/// commit; see [PacedStream].
public final class RecordSource implements StreamableMessageSource<TrackedEventMessage<?>> {

    private static final long NOTHING = -1;

    private final StreamableMessageSource<TrackedEventMessage<?>> log;
    private final Predicate<Class<?>> concern;
    private final Progress progress;
    private final Pace pace;
    private volatile boolean ending;

    /// A source for one processor with one segment.
    ///
    /// @param log the event store
    /// @param concern which classes of events the processor has a handler for
    /// @param progress told how far the processor got
    /// @param pace how it takes its bites
    public RecordSource(
            StreamableMessageSource<TrackedEventMessage<?>> log,
            Predicate<Class<?>> concern,
            Progress progress,
            Pace pace) {
        this.log = log;
        this.concern = concern;
        this.progress = progress;
        this.pace = pace;
    }

    @Override
    public BlockingStream<TrackedEventMessage<?>> openStream(@Nullable TrackingToken token) {
        return new PacedStream(
                log.openStream(token),
                message -> concern.test(message.getPayloadType()),
                () -> ending,
                progress,
                pace,
                position(token));
    }

    /// Whether whoever reads is to end, and soon: it does not wait for events any more.
    public void end(boolean soon) {
        ending = soon;
    }

    @Override
    public @Nullable TrackingToken createTailToken() {
        return log.createTailToken();
    }

    @Override
    public @Nullable TrackingToken createHeadToken() {
        return log.createHeadToken();
    }

    static long position(@Nullable TrackingToken token) {
        return token == null ? NOTHING : token.position().orElse(NOTHING);
    }
}
