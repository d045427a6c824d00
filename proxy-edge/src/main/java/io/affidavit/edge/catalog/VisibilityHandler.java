package io.affidavit.edge.catalog;

import io.affidavit.schemas.call.CallQuery.AwaitVisible;
import java.time.Duration;
import org.axonframework.queryhandling.QueryHandler;

/// Tells whoever changed something whether this edge goes by it already.
public final class VisibilityHandler {

    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final LogFollower follower;

    public VisibilityHandler(LogFollower follower) {
        this.follower = follower;
    }

    /// Waits until the catalogue shows a position.
    @QueryHandler
    public Boolean handle(AwaitVisible query) throws InterruptedException {
        Duration wanted = Duration.ofMillis(query.timeoutMillis());
        return follower.await(query.position(), wanted.compareTo(LONGEST) < 0 ? wanted : LONGEST);
    }
}
