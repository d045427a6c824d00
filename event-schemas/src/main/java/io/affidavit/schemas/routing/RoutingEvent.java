package io.affidavit.schemas.routing;

import io.affidavit.schemas.value.DomainEvent;

/// A fact about providers, deployments, routes or prices.
public sealed interface RoutingEvent extends DomainEvent
        permits ProviderRegistered,
                ProviderChanged,
                ProviderDisabled,
                CredentialSealed,
                CredentialRotated,
                CredentialDestroyed,
                DeploymentRegistered,
                DeploymentChanged,
                DeploymentDrained,
                DeploymentCooledDown,
                DeploymentRecovered,
                RouteDefined,
                RouteRemoved,
                PriceListPublished {}
