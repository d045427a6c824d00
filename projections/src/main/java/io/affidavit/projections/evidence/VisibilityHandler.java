package io.affidavit.projections.evidence;

import io.affidavit.schemas.call.CallQuery.AwaitVisible;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.axonframework.queryhandling.QueryHandler;

/// Tells an administrator when a change is visible to readers.
public final class VisibilityHandler {

    private final List<Progress> processors;

    /// Watches over these processors.
    public VisibilityHandler(Collection<Progress> processors) {
        this.processors = List.copyOf(processors);
    }

    /// True once every processor reached the position; false when one did not in time.
    @QueryHandler
    CompletableFuture<Boolean> handle(AwaitVisible query) {
        Duration longest = Duration.ofMillis(query.timeoutMillis());
        return processors.stream()
                .map(processor -> processor.await(query.position(), longest))
                .reduce(
                        CompletableFuture.completedFuture(true),
                        (one, other) -> one.thenCombine(other, Boolean::logicalAnd));
    }
}
