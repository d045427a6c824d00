package io.affidavit.command.call;

import io.affidavit.schemas.access.Booking;
import io.affidavit.schemas.call.AttemptFailed;
import io.affidavit.schemas.call.CallAbandoned;
import io.affidavit.schemas.call.CallAdmitted;
import io.affidavit.schemas.call.CallCompleted;
import io.affidavit.schemas.call.CallConcludedLate;
import io.affidavit.schemas.call.CallEvent;
import io.affidavit.schemas.call.CallFailed;
import io.affidavit.schemas.call.CallRefused;
import io.affidavit.schemas.call.Estimate;
import io.affidavit.schemas.call.GuardrailJudged;
import io.affidavit.schemas.call.RouteChosen;
import io.affidavit.schemas.value.OrganizationId;
import java.util.ArrayList;
import java.util.List;

/// What a call's facts so far mean for the next decision; never a body.
sealed interface CallState {

    /// Nothing has happened yet.
    record Unknown() implements CallState {}

    /// Admitted and not ended.
    ///
    /// @param admitted what was so from the beginning
    /// @param attempt the attempt whose choice is on record, from 1
    /// @param attemptFailed whether that attempt has failed
    /// @param tariff what its cost is computed by
    /// @param attemptHolds what it holds of limits of the deployment where the attempt goes
    record Open(
            Admitted admitted,
            int attempt,
            boolean attemptFailed,
            Tariff tariff,
            List<Booking> attemptHolds)
            implements CallState {

        public Open {
            attemptHolds = List.copyOf(attemptHolds);
        }

        OrganizationId organization() {
            return admitted.organization();
        }

        /// Whether the attempt on record was chosen and has not begun.
        ///
        /// @param attempts how many were begun
        boolean isUnbegun(int attempts) {
            return !attemptFailed && attempts < attempt;
        }

        /// What it holds of limits for what it has used.
        ///
        /// @param attempts how many were begun
        List<Booking> holds(int attempts) {
            return isUnbegun(attempts) ? admitted.holds() : holds();
        }

        /// All it holds of limits.
        List<Booking> holds() {
            if (attemptHolds.isEmpty()) {
                return admitted.holds();
            }
            List<Booking> all = new ArrayList<>(admitted.holds());
            all.addAll(attemptHolds);
            return all;
        }
    }

    /// What an admission says for good.
    ///
    /// @param organization tenant of the call
    /// @param estimate what it may use at most
    /// @param holds what it holds of the limits of its chain
    record Admitted(OrganizationId organization, Estimate estimate, List<Booking> holds) {

        public Admitted {
            holds = List.copyOf(holds);
        }
    }

    /// Ended by somebody else because its node was thought dead.
    ///
    /// @param last what was known of it until then
    record Abandoned(Open last) implements CallState {

        OrganizationId organization() {
            return last.organization();
        }

        Tariff tariff() {
            return last.tariff();
        }
    }

    /// Ended for good.
    ///
    /// @param organization tenant of the call
    record Over(OrganizationId organization) implements CallState {}

    /// The state after one more fact.
    ///
    /// @throws IllegalStateException if the fact cannot follow
    default CallState evolve(CallEvent event) {
        return switch (this) {
            case Unknown _ -> begin(event);
            case Open open -> continued(open, event);
            case Abandoned abandoned when event instanceof CallConcludedLate ->
                    new Over(abandoned.organization());
            case Abandoned _, Over _ -> throw impossible(event);
        };
    }

    private static CallState begin(CallEvent event) {
        return switch (event) {
            case CallAdmitted admitted ->
                    new Open(
                            new Admitted(
                                    admitted.organization(), admitted.estimate(), admitted.holds()),
                            1,
                            false,
                            Tariff.since(admitted.decidedAt()),
                            List.of());
            case CallRefused refused -> new Over(refused.organization());
            case GuardrailJudged _,
                    RouteChosen _,
                    AttemptFailed _,
                    CallCompleted _,
                    CallFailed _,
                    CallAbandoned _,
                    CallConcludedLate _ ->
                    throw impossible(event);
        };
    }

    private static CallState continued(Open open, CallEvent event) {
        return switch (event) {
            case GuardrailJudged _ -> open;
            case RouteChosen route ->
                    new Open(
                            open.admitted(),
                            route.attempt(),
                            false,
                            open.tariff().at(route.choice()),
                            route.holds());
            case AttemptFailed failed ->
                    new Open(open.admitted(), failed.attempt(), true, open.tariff(), List.of());
            case CallCompleted _, CallFailed _ -> new Over(open.organization());
            case CallAbandoned _ -> new Abandoned(open);
            case CallAdmitted _, CallRefused _, CallConcludedLate _ -> throw impossible(event);
        };
    }

    private static IllegalStateException impossible(CallEvent event) {
        return new IllegalStateException(
                event.getClass().getSimpleName() + " cannot follow in call " + event.callId());
    }
}
