package io.affidavit.command.routing;

import io.affidavit.schemas.value.Alias;
import java.util.function.Supplier;
import org.axonframework.modelling.command.Repository;

/// Makes the route of an alias that has none, within the unit of work of the deployment that needs
/// it.
class DefaultRoutes {

    private final Supplier<Repository<RouteAggregate>> routes;

    /// @param routes asked late: the repository is ready only when Axon has started
    DefaultRoutes(Supplier<Repository<RouteAggregate>> routes) {
        this.routes = routes;
    }

    void open(Alias alias) {
        try {
            routes.get()
                    .loadOrCreate(alias.value(), RouteAggregate::new)
                    .execute(route -> route.openByDefault(alias));
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) { // declared by Axon for constructors that do more than ours
            throw new IllegalStateException(e);
        }
    }
}
