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
import io.affidavit.schemas.call.GuardrailJudged;
import io.affidavit.schemas.call.RouteChosen;
import io.affidavit.schemas.value.OrganizationId;
import java.util.List;

/// What a call's facts so far mean for the next decision; never a body.
sealed interface CallState {

    /// Nothing has happened yet.
    record Unknown() implements CallState {}

    /// Admitted and not ended.
    ///
    /// @param organization tenant of the call
    /// @param attempt the attempt whose choice is on record, from 1
    /// @param attemptFailed whether that attempt has failed
    /// @param tariff what its cost is computed by
    /// @param holds what it holds of limits
    record Open(
            OrganizationId organization,
            int attempt,
            boolean attemptFailed,
            Tariff tariff,
            List<Booking> holds)
            implements CallState {

        public Open {
            holds = List.copyOf(holds);
        }
    }

    /// Ended by somebody else because its node was thought dead.
    ///
    /// @param organization tenant of the call
    /// @param tariff what its cost is computed by
    /// @param holds what it held of limits
    record Abandoned(OrganizationId organization, Tariff tariff, List<Booking> holds)
            implements CallState {

        public Abandoned {
            holds = List.copyOf(holds);
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
                            admitted.organization(),
                            1,
                            false,
                            Tariff.since(admitted.decidedAt()),
                            admitted.holds());
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
                            open.organization(),
                            route.attempt(),
                            false,
                            open.tariff().at(route.choice()),
                            open.holds());
            case AttemptFailed failed ->
                    new Open(
                            open.organization(),
                            failed.attempt(),
                            true,
                            open.tariff(),
                            open.holds());
            case CallCompleted _, CallFailed _ -> new Over(open.organization());
            case CallAbandoned _ -> new Abandoned(open.organization(), open.tariff(), open.holds());
            case CallAdmitted _, CallRefused _, CallConcludedLate _ -> throw impossible(event);
        };
    }

    private static IllegalStateException impossible(CallEvent event) {
        return new IllegalStateException(
                event.getClass().getSimpleName() + " cannot follow in call " + event.callId());
    }
}
