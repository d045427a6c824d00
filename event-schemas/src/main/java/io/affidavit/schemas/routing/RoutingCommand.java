package io.affidavit.schemas.routing;

import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.NodeId;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.ProviderId;
import java.time.Instant;
import java.util.List;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/// What can be asked about providers, deployments and routes. `parts` carry the `reason`. A
/// credential never travels in a command: it is sealed into the vault before, and the command names
/// the key reference it was sealed under.
public sealed interface RoutingCommand {

    /// Makes a provider.
    record RegisterProvider(
            @TargetAggregateIdentifier ProviderId provider,
            @Nullable OrganizationId organization,
            Protocol protocol,
            String baseUrl,
            @Nullable String credentialKeyRef,
            @Nullable Digest idempotency,
            List<Part> parts)
            implements RoutingCommand {}

    /// Changes a provider's address, its credential, or both.
    record ChangeProvider(
            @TargetAggregateIdentifier ProviderId provider,
            @Nullable String baseUrl,
            @Nullable String credentialKeyRef,
            List<Part> parts)
            implements RoutingCommand {}

    /// Disables a provider for good and destroys its credentials.
    record DisableProvider(@TargetAggregateIdentifier ProviderId provider, List<Part> parts)
            implements RoutingCommand {}

    /// Makes a deployment of a provider that must exist.
    record RegisterDeployment(
            @TargetAggregateIdentifier DeploymentId deployment,
            Alias alias,
            ProviderId provider,
            String upstreamModel,
            int order,
            int weight,
            @Nullable Price price,
            @Nullable Digest idempotency,
            List<Part> parts)
            implements RoutingCommand {}

    /// Changes a deployment's place, weight, upstream model or price; `null` leaves it.
    ///
    /// @param listed whether it has no price of its own any more
    record ChangeDeployment(
            @TargetAggregateIdentifier DeploymentId deployment,
            @Nullable String upstreamModel,
            @Nullable Integer order,
            @Nullable Integer weight,
            @Nullable Price price,
            boolean listed,
            List<Part> parts)
            implements RoutingCommand {}

    /// Takes a deployment out of service for good.
    record DrainDeployment(@TargetAggregateIdentifier DeploymentId deployment, List<Part> parts)
            implements RoutingCommand {}

    /// Puts on record that a node leaves a deployment alone for a while.
    record CoolDeployment(
            @TargetAggregateIdentifier DeploymentId deployment,
            NodeId node,
            Instant decidedAt,
            CooldownReason reason,
            int attempts,
            int failures,
            Instant until)
            implements RoutingCommand {}

    /// Puts on record that a node uses a deployment again.
    record RecoverDeployment(
            @TargetAggregateIdentifier DeploymentId deployment,
            NodeId node,
            Instant decidedAt,
            int cooldowns)
            implements RoutingCommand {}

    /// Defines or changes an alias' route.
    record DefineRoute(
            @TargetAggregateIdentifier Alias alias,
            Strategy strategy,
            RouteRules rules,
            @Nullable Digest idempotency,
            List<Part> parts)
            implements RoutingCommand {}

    /// Removes an alias' route.
    record RemoveRoute(@TargetAggregateIdentifier Alias alias, List<Part> parts)
            implements RoutingCommand {}

    /// Puts a price list in force.
    record PublishPriceList(@TargetAggregateIdentifier String priceList, Digest digest, int models)
            implements RoutingCommand {}
}
