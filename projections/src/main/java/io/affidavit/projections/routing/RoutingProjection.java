package io.affidavit.projections.routing;

import io.affidavit.schemas.routing.CredentialDestroyed;
import io.affidavit.schemas.routing.CredentialRotated;
import io.affidavit.schemas.routing.CredentialSealed;
import io.affidavit.schemas.routing.DeploymentChanged;
import io.affidavit.schemas.routing.DeploymentCooledDown;
import io.affidavit.schemas.routing.DeploymentDrained;
import io.affidavit.schemas.routing.DeploymentRecovered;
import io.affidavit.schemas.routing.DeploymentRegistered;
import io.affidavit.schemas.routing.PriceListPublished;
import io.affidavit.schemas.routing.ProviderChanged;
import io.affidavit.schemas.routing.ProviderDisabled;
import io.affidavit.schemas.routing.ProviderRegistered;
import io.affidavit.schemas.routing.RouteDefined;
import io.affidavit.schemas.routing.RouteRemoved;
import io.affidavit.schemas.routing.RoutingEvent;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.TrackingToken;

/// Follows where calls may go.
@ProcessingGroup("catalog")
public final class RoutingProjection {

    private final RoutingTable table;

    /// Writes into this table.
    public RoutingProjection(RoutingTable table) {
        this.table = table;
    }

    @EventHandler
    void on(RoutingEvent event, TrackingToken token) {
        switch (event) {
            case ProviderRegistered provider -> table.put(provider);
            case ProviderChanged provider -> table.change(provider);
            case ProviderDisabled provider -> table.disable(provider.provider());
            case CredentialSealed sealed -> table.credential(sealed.provider(), sealed.version());
            case CredentialRotated rotated ->
                    table.credential(rotated.provider(), rotated.version());
            case CredentialDestroyed destroyed -> table.credential(destroyed.provider(), 0);
            case DeploymentRegistered deployment -> table.put(deployment);
            case DeploymentChanged deployment -> table.change(deployment);
            case DeploymentDrained deployment -> table.drain(deployment.deployment());
            case DeploymentCooledDown cooled -> table.cool(cooled);
            case DeploymentRecovered recovered -> table.recover(recovered);
            case RouteDefined route -> table.define(route);
            case RouteRemoved route -> table.remove(route.alias());
            case PriceListPublished prices -> table.put(prices, token.position().orElseThrow());
        }
    }
}
