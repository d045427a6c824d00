package io.affidavit.command.routing;

import io.affidavit.command.aggregate.Repetition;
import io.affidavit.command.routing.DeploymentState.Active;
import io.affidavit.command.routing.DeploymentState.DeploymentFacts;
import io.affidavit.command.routing.DeploymentState.Drained;
import io.affidavit.command.routing.DeploymentState.Unknown;
import io.affidavit.schemas.routing.DeploymentChanged;
import io.affidavit.schemas.routing.DeploymentCooledDown;
import io.affidavit.schemas.routing.DeploymentDrained;
import io.affidavit.schemas.routing.DeploymentRecovered;
import io.affidavit.schemas.routing.DeploymentRegistered;
import io.affidavit.schemas.routing.Price;
import io.affidavit.schemas.routing.RoutingCommand.ChangeDeployment;
import io.affidavit.schemas.routing.RoutingCommand.CoolDeployment;
import io.affidavit.schemas.routing.RoutingCommand.DrainDeployment;
import io.affidavit.schemas.routing.RoutingCommand.RecoverDeployment;
import io.affidavit.schemas.routing.RoutingCommand.RegisterDeployment;
import io.affidavit.schemas.routing.RoutingEvent;
import io.affidavit.schemas.serial.Refusal;
import io.affidavit.schemas.value.FailureCode;
import java.time.Instant;
import java.util.List;

/// Decides about a deployment. Pure.
final class DeploymentDecider {

    private DeploymentDecider() {}

    /// @param provider state of the provider that the command names
    static List<RoutingEvent> decide(
            DeploymentState state, RegisterDeployment command, ProviderState provider) {
        return switch (state) {
            case Active active -> {
                Repetition.accept(
                        "id: " + command.deployment(), active.idempotency(), command.idempotency());
                yield List.of();
            }
            case Drained _ ->
                    throw Refusal.exception(
                            FailureCode.ALREADY_EXISTS,
                            "Idempotency-Key: its deployment was deleted (expected: another key)");
            case Unknown _ -> registered(command, provider);
        };
    }

    static List<RoutingEvent> decide(DeploymentState state, ChangeDeployment command) {
        DeploymentFacts before = requireActive(state).facts();
        String model =
                command.upstreamModel() == null ? before.upstreamModel() : command.upstreamModel();
        int order = command.order() == null ? before.order() : command.order();
        int weight = command.weight() == null ? before.weight() : command.weight();
        Price own = command.price() == null ? before.price() : command.price();
        Price price = command.listed() ? null : own;
        DeploymentFacts after = before.with(model, order, weight, price);
        if (after.equals(before)) {
            return List.of();
        }
        return List.of(
                new DeploymentChanged(
                        command.deployment(),
                        model,
                        order,
                        weight,
                        price,
                        before.digest(),
                        after.digest(),
                        command.parts()));
    }

    static List<RoutingEvent> decide(DeploymentState state, DrainDeployment command) {
        DeploymentFacts before = requireActive(state).facts();
        return List.of(
                new DeploymentDrained(command.deployment(), before.digest(), command.parts()));
    }

    /// A node that says the same once more has said it already.
    static List<RoutingEvent> decide(DeploymentState state, CoolDeployment command) {
        Instant said = requireActive(state).cooling().get(command.node());
        return command.until().equals(said)
                ? List.of()
                : List.of(
                        new DeploymentCooledDown(
                                command.deployment(),
                                command.node(),
                                command.decidedAt(),
                                command.reason(),
                                command.attempts(),
                                command.failures(),
                                command.until()));
    }

    static List<RoutingEvent> decide(DeploymentState state, RecoverDeployment command) {
        return requireActive(state).cooling().containsKey(command.node())
                ? List.of(
                        new DeploymentRecovered(
                                command.deployment(),
                                command.node(),
                                command.decidedAt(),
                                command.cooldowns()))
                : List.of();
    }

    private static List<RoutingEvent> registered(
            RegisterDeployment command, ProviderState provider) {
        ProviderDecider.requireActive(provider, "provider", command.provider());
        DeploymentFacts after =
                new DeploymentFacts(
                        command.deployment(),
                        command.alias(),
                        command.provider(),
                        command.upstreamModel(),
                        command.order(),
                        command.weight(),
                        command.price());
        return List.of(
                new DeploymentRegistered(
                        command.deployment(),
                        command.alias(),
                        command.provider(),
                        command.upstreamModel(),
                        command.order(),
                        command.weight(),
                        command.price(),
                        command.idempotency(),
                        after.digest(),
                        command.parts()));
    }

    private static Active requireActive(DeploymentState state) {
        return switch (state) {
            case Active active -> active;
            case Unknown _, Drained _ ->
                    throw Refusal.exception(
                            FailureCode.NOT_FOUND, "id: not found (expected: a deployment)");
        };
    }
}
