package io.affidavit.schemas.call;

import io.affidavit.schemas.value.CallId;
import io.affidavit.schemas.value.DomainEvent;

/// A fact about one call. A call's facts end in exactly one terminal event, or in one
/// [CallConcludedLate] directly after [CallAbandoned].
public sealed interface CallEvent extends DomainEvent
        permits CallAdmitted,
                GuardrailJudged,
                RouteChosen,
                AttemptFailed,
                CallCompleted,
                CallFailed,
                CallAbandoned,
                CallRefused,
                CallConcludedLate {

    /// The call it is about.
    CallId callId();
}
