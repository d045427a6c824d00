package io.affidavit.command.routing;

import io.affidavit.command.aggregate.Repetition;
import io.affidavit.command.routing.DeploymentState.Active;
import io.affidavit.command.routing.DeploymentState.DeploymentFacts;
import io.affidavit.command.routing.DeploymentState.Drained;
import io.affidavit.command.routing.DeploymentState.Unknown;
import io.affidavit.schemas.routing.DeploymentChanged;
import io.affidavit.schemas.routing.DeploymentDrained;
import io.affidavit.schemas.routing.DeploymentRegistered;
import io.affidavit.schemas.routing.RoutingCommand.ChangeDeployment;
import io.affidavit.schemas.routing.RoutingCommand.DrainDeployment;
import io.affidavit.schemas.routing.RoutingCommand.RegisterDeployment;
import io.affidavit.schemas.routing.RoutingEvent;
import io.affidavit.schemas.serial.Refusal;
import io.affidavit.schemas.value.FailureCode;
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
        DeploymentFacts after = before.with(model, order);
        if (after.equals(before)) {
            return List.of();
        }
        return List.of(
                new DeploymentChanged(
                        command.deployment(),
                        model,
                        order,
                        before.digest(),
                        after.digest(),
                        command.parts()));
    }

    static List<RoutingEvent> decide(DeploymentState state, DrainDeployment command) {
        DeploymentFacts before = requireActive(state).facts();
        return List.of(
                new DeploymentDrained(command.deployment(), before.digest(), command.parts()));
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
                        command.order());
        return List.of(
                new DeploymentRegistered(
                        command.deployment(),
                        command.alias(),
                        command.provider(),
                        command.upstreamModel(),
                        command.order(),
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
