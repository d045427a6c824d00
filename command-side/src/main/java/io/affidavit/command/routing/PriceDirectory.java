package io.affidavit.command.routing;

import io.affidavit.command.aggregate.Stories;
import io.affidavit.schemas.routing.PriceEntry;
import io.affidavit.schemas.value.DeploymentId;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;

/// The prices as the log has them. What was read once stays in memory until the log says something
/// new about its deployment, so that a call costs no read.
public final class PriceDirectory implements Prices, AutoCloseable {

    /// Far more than anybody runs; beyond it everything is read anew.
    private static final int MAX_CACHED = 10_000;

    private final Stories stories;
    private final ConcurrentHashMap<DeploymentId, PriceHistory> known = new ConcurrentHashMap<>();
    private final PriceFollower follower;

    PriceDirectory(Stories stories, StreamableMessageSource<TrackedEventMessage<?>> events) {
        this.stories = stories;
        this.follower = new PriceFollower(events, this::forget, known::clear);
    }

    /// Begins to remember.
    void start() {
        follower.start();
    }

    @Override
    public void close() {
        follower.close();
    }

    @Override
    public Optional<PriceEntry> find(
            @Nullable DeploymentId deployment, @Nullable String model, Instant admittedAt) {
        Optional<PriceEntry> own =
                deployment == null ? Optional.empty() : history(deployment).at(admittedAt);
        return own.isPresent() ? own : Prices.listed(model, admittedAt);
    }

    /// Whether it goes by what it has read before.
    boolean remembers() {
        return follower.isCurrent();
    }

    /// Has a deployment's prices read anew when they are needed next. Whoever is reading them now
    /// is waited for: what it read may be older.
    void forget(DeploymentId deployment) {
        known.remove(deployment);
    }

    private PriceHistory history(DeploymentId deployment) {
        if (!remembers()) {
            return read(deployment);
        }
        PriceHistory history = known.get(deployment);
        if (history == null) {
            if (known.size() >= MAX_CACHED) {
                known.clear();
            }
            history = known.computeIfAbsent(deployment, this::read);
        }
        return history;
    }

    private PriceHistory read(DeploymentId deployment) {
        return stories.foldRecords(
                DeploymentAggregate.TYPE,
                deployment.value(),
                PriceHistory.NONE,
                PriceHistory::evolve);
    }
}
