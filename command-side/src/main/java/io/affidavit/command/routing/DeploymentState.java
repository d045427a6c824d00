package io.affidavit.command.routing;

import io.affidavit.schemas.call.CatalogPage;
import io.affidavit.schemas.routing.DeploymentChanged;
import io.affidavit.schemas.routing.DeploymentDrained;
import io.affidavit.schemas.routing.DeploymentRegistered;
import io.affidavit.schemas.serial.EventSerializer;
import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.ProviderId;
import org.jspecify.annotations.Nullable;

/// What a deployment's events add up to.
sealed interface DeploymentState {

    /// The state after one more event; other payloads change nothing.
    default DeploymentState evolve(Object event) {
        return switch (event) {
            case DeploymentRegistered made ->
                    new Active(
                            new DeploymentFacts(
                                    made.deployment(),
                                    made.alias(),
                                    made.provider(),
                                    made.upstreamModel(),
                                    made.order()),
                            made.idempotency());
            case DeploymentChanged changed when this instanceof Active active ->
                    new Active(
                            active.facts().with(changed.upstreamModel(), changed.order()),
                            active.idempotency());
            case DeploymentDrained _ -> new Drained();
            default -> this;
        };
    }

    /// Nobody registered it yet.
    record Unknown() implements DeploymentState {}

    /// It takes no further call.
    record Drained() implements DeploymentState {}

    /// It takes calls.
    ///
    /// @param idempotency digest of the request that made it
    record Active(DeploymentFacts facts, @Nullable Digest idempotency) implements DeploymentState {

        CatalogPage.Deployment view() {
            return new CatalogPage.Deployment(
                    facts.deployment(),
                    facts.alias(),
                    facts.provider(),
                    facts.upstreamModel(),
                    facts.order());
        }
    }

    /// Public state of a deployment, the input of its digest.
    record DeploymentFacts(
            DeploymentId deployment,
            Alias alias,
            ProviderId provider,
            String upstreamModel,
            int order) {

        DeploymentFacts with(String model, int place) {
            return new DeploymentFacts(deployment, alias, provider, model, place);
        }

        Digest digest() {
            return EventSerializer.digest(this);
        }
    }
}
