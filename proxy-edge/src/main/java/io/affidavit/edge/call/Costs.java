package io.affidavit.edge.call;

import io.affidavit.schemas.call.CallQuery.FindCost;
import io.affidavit.schemas.call.Cost;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.axonframework.queryhandling.QueryGateway;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Knows what calls will be booked with.
@FunctionalInterface
public interface Costs {

    /// What a call that ends now will be booked with; `null` when nobody answers in time. Blocks,
    /// so never on an event loop.
    @Nullable Cost find(FindCost query);

    /// Costs that the house's query bus tells of: whoever books them computes them.
    static Costs over(QueryGateway queries) {
        return new OverBus(queries);
    }

    /// Asks the bus.
    ///
    /// @param queries reach the room that decides
    record OverBus(QueryGateway queries) implements Costs {

        private static final Logger LOG = LoggerFactory.getLogger(Costs.class);
        private static final Duration PATIENCE = Duration.ofSeconds(2);

        @Override
        public @Nullable Cost find(FindCost query) {
            try {
                return queries.query(query, Cost.class)
                        .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return null;
            } catch (ExecutionException | TimeoutException e) {
                LOG.atWarn().setCause(e).log("a cost cannot be told");
                return null;
            }
        }
    }
}
