package io.affidavit.command.routing;

import io.affidavit.schemas.routing.DeploymentChanged;
import io.affidavit.schemas.routing.DeploymentCooledDown;
import io.affidavit.schemas.routing.DeploymentDrained;
import io.affidavit.schemas.routing.DeploymentRecovered;
import io.affidavit.schemas.routing.DeploymentRegistered;
import io.affidavit.schemas.routing.DeploymentView;
import io.affidavit.schemas.routing.Price;
import io.affidavit.schemas.serial.EventSerializer;
import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.NodeId;
import io.affidavit.schemas.value.ProviderId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
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
                                    made.order(),
                                    made.weight(),
                                    made.price()),
                            made.idempotency(),
                            Map.of());
            case DeploymentChanged changed when this instanceof Active active ->
                    active.with(
                            active.facts()
                                    .with(
                                            changed.upstreamModel(),
                                            changed.order(),
                                            changed.weight(),
                                            changed.price()));
            case DeploymentCooledDown cooled when this instanceof Active active ->
                    active.cooling(cooled);
            case DeploymentRecovered recovered when this instanceof Active active ->
                    active.recovered(recovered.node());
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
    /// @param cooling until when each node leaves it alone; nodes that died are forgotten
    record Active(DeploymentFacts facts, @Nullable Digest idempotency, Map<NodeId, Instant> cooling)
            implements DeploymentState {

        /// A node that has not come back to a deployment for so long never will.
        private static final Duration FORGOTTEN = Duration.ofHours(24);

        public Active {
            cooling = Map.copyOf(cooling);
        }

        private Active with(DeploymentFacts next) {
            return new Active(next, idempotency, cooling);
        }

        private Active cooling(DeploymentCooledDown cooled) {
            Map<NodeId, Instant> next = new HashMap<>(cooling);
            Instant dead = cooled.decidedAt().minus(FORGOTTEN);
            next.values().removeIf(until -> until.isBefore(dead));
            next.put(cooled.node(), cooled.until());
            return new Active(facts, idempotency, next);
        }

        private Active recovered(NodeId node) {
            Map<NodeId, Instant> next = new HashMap<>(cooling);
            next.remove(node);
            return new Active(facts, idempotency, next);
        }

        DeploymentView view() {
            return new DeploymentView(
                    facts.deployment(),
                    facts.alias(),
                    facts.provider(),
                    facts.upstreamModel(),
                    facts.order(),
                    facts.weight(),
                    facts.price());
        }
    }

    /// Public state of a deployment, the input of its digest.
    record DeploymentFacts(
            DeploymentId deployment,
            Alias alias,
            ProviderId provider,
            String upstreamModel,
            int order,
            int weight,
            @Nullable Price price) {

        DeploymentFacts with(String model, int place, int share, @Nullable Price own) {
            return new DeploymentFacts(deployment, alias, provider, model, place, share, own);
        }

        Digest digest() {
            return EventSerializer.digest(this);
        }
    }
}
