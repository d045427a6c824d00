package io.affidavit.edge.catalog;

import io.affidavit.schemas.access.AccessEvent;
import io.affidavit.schemas.bundle.BundleExported;
import io.affidavit.schemas.bundle.PartDisclosed;
import io.affidavit.schemas.call.CallEvent;
import io.affidavit.schemas.call.CatalogPage;
import io.affidavit.schemas.call.RefusalsCoalesced;
import io.affidavit.schemas.evidence.EvidenceEvent;
import io.affidavit.schemas.policy.PolicyEvent;
import io.affidavit.schemas.routing.RoutingEvent;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.serialization.SerializationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A catalogue that starts from the read tables at their known position and then folds the log's
/// tail itself, with a token of its own that nobody else can claim.
///
/// A fact it does not know stops it for good: whatever that fact took away would stay granted.
public final class LogFollower implements CatalogSource, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LogFollower.class);
    private static final Duration RETRY = Duration.ofMillis(250);
    private static final Duration LONGEST_SLEEP = Duration.ofMillis(500);

    /// Longest time without a look: a follower that could not look may have missed a revocation.
    /// The log's own idea of its end may be two seconds old, which together makes five.
    private static final Duration MAX_AGE = Duration.ofSeconds(3);

    /// Between two looks at a busy log. Calls are most of its records and none of the catalogue's
    /// business; looking at each as it comes would cost a wake-up a commit.
    private static final Duration PAUSE = Duration.ofMillis(20);

    /// Most records between two moments at which what was folded becomes visible. Where other nodes
    /// append without a pause there is always a next one.
    private static final int BITE = 512;

    private static final int TELLINGS = 2;

    private final CatalogPages pages;
    private final StreamableMessageSource<TrackedEventMessage<?>> log;
    private final LongSupplier nanoTime;
    private final VisiblePosition visible = new VisiblePosition();
    private final Thread thread;
    private CatalogFold fold = new CatalogFold();
    private volatile Catalog catalog = Catalog.EMPTY;
    private volatile Consumer<Catalog> listener = _ -> {};
    private int tellings;
    private volatile boolean current;
    private volatile long lookedAt;
    private volatile boolean open = true;

    public LogFollower(CatalogPages pages, StreamableMessageSource<TrackedEventMessage<?>> log) {
        this(pages, log, System::nanoTime);
    }

    LogFollower(
            CatalogPages pages,
            StreamableMessageSource<TrackedEventMessage<?>> log,
            LongSupplier nanoTime) {
        this.pages = pages;
        this.log = log;
        this.nanoTime = nanoTime;
        this.thread = Thread.ofPlatform().name("catalogue").daemon().unstarted(this::run);
    }

    /// Begins to load and to follow. Returns at once.
    public void start() {
        thread.start();
    }

    /// Has somebody told of each new catalogue, on the thread that follows the log. A call may have
    /// begun with the one before at that very moment and be unknown yet: so it is told of each a
    /// second time, after the next look at the log.
    public void onChange(Consumer<Catalog> told) {
        listener = told;
    }

    @Override
    public Catalog current() {
        return catalog;
    }

    @Override
    public boolean isCurrent() {
        return current && nanoTime.getAsLong() - lookedAt < MAX_AGE.toNanos();
    }

    /// Waits until everything up to a position shows.
    ///
    /// @return whether it does
    public boolean await(long position, Duration longest) throws InterruptedException {
        return visible.await(position, longest, () -> LockSupport.unpark(thread));
    }

    /// Waits until it has stopped for good.
    boolean awaitEnd(Duration longest) throws InterruptedException {
        return thread.join(longest);
    }

    @Override
    public void close() {
        open = false;
        thread.interrupt();
    }

    /// Whatever ends it, nobody may take the catalogue for current afterwards.
    private void run() {
        try {
            loadAndFollow();
        } catch (InterruptedException _) {
            // Closed.
        } catch (UnknownFact | SerializationException | IllegalArgumentException e) {
            LOG.atWarn().setCause(e).log("the catalogue met a fact it does not know and stopped");
        } finally {
            current = false;
        }
    }

    /// Begins anew from the tables after a failure: nothing half folded is kept.
    private void loadAndFollow() throws InterruptedException {
        while (open) {
            try {
                long position = load();
                follow(position);
            } catch (UnknownFact | SerializationException | IllegalArgumentException e) {
                throw e;
            } catch (RuntimeException | Error e) {
                current = false;
                LOG.atWarn().addKeyValue("cause", e.toString()).log("the catalogue is interrupted");
                LockSupport.parkNanos(RETRY.toNanos());
            }
        }
    }

    private long load() {
        CatalogFold next = new CatalogFold();
        long lowest = Long.MAX_VALUE;
        @Nullable String cursor = null;
        do {
            CatalogPage page = pages.find(cursor);
            next.load(page);
            lowest = Math.min(lowest, page.position());
            cursor = page.nextCursor();
        } while (cursor != null);
        fold = next;
        return lowest;
    }

    private void follow(long from) throws InterruptedException {
        lookedAt = nanoTime.getAsLong();
        Sight sight = look();
        long head = sight.head();
        TrackingToken start = from < 0 ? null : new GlobalSequenceTrackingToken(from);
        long position = from;
        try (BlockingStream<TrackedEventMessage<?>> stream = log.openStream(start)) {
            while (open) {
                publish(position, position >= head);
                boolean more =
                        stream.hasNextAvailable(
                                (int) LONGEST_SLEEP.toMillis(), TimeUnit.MILLISECONDS);
                for (int taken = 0; more && taken < BITE; taken++) {
                    TrackedEventMessage<?> message = stream.nextAvailable();
                    if (isOurBusiness(message.getPayloadType()) && !fold(message.getPayload())) {
                        return; // Loads again: the tables were caught between two facts.
                    }
                    position = positionOf(message.trackingToken());
                    more = stream.hasNextAvailable();
                }
                if (!more) {
                    lookedAt = nanoTime.getAsLong();
                    pause(position, position >= head);
                } else if (position >= sight.head()) {
                    sawAllOf(sight);
                    sight = look();
                }
            }
        }
    }

    /// How far the log went at a moment.
    private record Sight(long head, long atNanos) {}

    private Sight look() {
        long now = nanoTime.getAsLong();
        return new Sight(positionOf(log.createHeadToken()), now);
    }

    /// In a log that never rests, the catalogue is as old as the look whose end it has reached.
    private void sawAllOf(Sight sight) {
        if (sight.atNanos() - lookedAt > 0) {
            lookedAt = sight.atNanos();
        }
    }

    private void pause(long position, boolean caughtUp) throws InterruptedException {
        publish(position, caughtUp);
        if (caughtUp && !visible.isAwaited()) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    private void publish(long position, boolean caughtUp) {
        Catalog next = fold.catalog();
        tellings = next == catalog ? tellings : TELLINGS;
        catalog = next;
        if (tellings > 0) {
            tellings--;
            listener.accept(next);
        }
        if (caughtUp && !current) {
            LOG.atInfo().addKeyValue("position", position).log("the catalogue follows the log");
        }
        current = caughtUp;
        if (caughtUp) {
            visible.reached(position);
        }
    }

    /// Asked of the class, so that nothing else is parsed.
    private static boolean isOurBusiness(Class<?> event) {
        return !(CallEvent.class.isAssignableFrom(event)
                || event == RefusalsCoalesced.class
                || EvidenceEvent.class.isAssignableFrom(event)
                || event == BundleExported.class
                || event == PartDisclosed.class);
    }

    private boolean fold(Object payload) {
        switch (payload) {
            case AccessEvent event -> fold.fold(event);
            case RoutingEvent event -> fold.fold(event);
            case PolicyEvent event -> {
                return fold.fold(event);
            }
            default -> throw new UnknownFact(payload.getClass().getName());
        }
        return true;
    }

    private static long positionOf(@Nullable TrackingToken token) {
        return token == null ? -1 : token.position().orElse(-1);
    }

    private static final class UnknownFact extends RuntimeException {

        private static final long serialVersionUID = 1L;

        UnknownFact(String type) {
            super(type);
        }
    }
}
