package io.affidavit.command.routing;

import io.affidavit.command.aggregate.Stories;
import io.affidavit.command.evidence.RareFacts;
import io.affidavit.command.vault.CredentialVault;
import io.affidavit.command.vault.GatewaySecrets;
import io.affidavit.schemas.routing.AddressRule;
import io.affidavit.schemas.routing.CredentialTransit;
import java.net.InetAddress;
import java.util.List;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.modelling.command.Repository;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/// Where calls may go: providers with their credentials, deployments, routes, prices.
@Configuration(proxyBeanMethods = false)
@Import({
    ProviderAggregate.class,
    DeploymentAggregate.class,
    RouteAggregate.class,
    PriceListAggregate.class,
    ProviderController.class,
    DeploymentController.class,
    RouteController.class
})
public class RoutingConfiguration {

    @Bean
    ProviderDirectory providerDirectory(Stories stories) {
        return new ProviderDirectory(stories);
    }

    @Bean
    AliasNames aliasNames(RareFacts rareFacts) {
        return new AliasNames(rareFacts);
    }

    @Bean
    DefaultRoutes defaultRoutes(ObjectProvider<Repository<RouteAggregate>> routes) {
        return new DefaultRoutes(routes::getObject);
    }

    @Bean
    CredentialQueryHandler credentialQueryHandler(
            ProviderDirectory providers, CredentialVault vault, GatewaySecrets secrets) {
        return new CredentialQueryHandler(
                providers, vault, new CredentialTransit(secrets.pepper()));
    }

    @Bean
    RouteDirectory routeDirectory(Stories stories) {
        return new RouteDirectory(stories);
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    PriceDirectory priceDirectory(Stories stories, EventStore events) {
        return new PriceDirectory(stories, events);
    }

    /// The setting belongs to whoever connects, the edge; here it is only asked.
    @Bean
    UpstreamAddresses upstreamAddresses(Environment environment) {
        List<String> allowed =
                Binder.get(environment)
                        .bind("affidavit.upstream.allowed-addresses", Bindable.listOf(String.class))
                        .orElse(List.of());
        return new UpstreamAddresses(
                new AddressRule(allowed), host -> List.of(InetAddress.getAllByName(host)));
    }

    @Bean
    VaultSweep vaultSweep(ProviderDirectory providers, CredentialVault vault) {
        return new VaultSweep(providers, vault);
    }
}
