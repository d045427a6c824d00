package io.affidavit.schemas.call;

import io.affidavit.schemas.value.CallId;
import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.FailureCode;
import org.jspecify.annotations.Nullable;

/// An attempt gave no answer; on record before the next one starts.
///
/// @param callId the call
/// @param attempt 1 for the first attempt
/// @param deployment where it was tried
/// @param failure what went wrong
/// @param phase where it went wrong
/// @param upstreamStatus HTTP status of the provider; `null` when none came
/// @param elapsedMicros duration of the attempt, microseconds
/// @param mayBeCharged whether the provider may bill for it
public record AttemptFailed(
        CallId callId,
        int attempt,
        DeploymentId deployment,
        FailureCode failure,
        AttemptPhase phase,
        @Nullable Integer upstreamStatus,
        long elapsedMicros,
        boolean mayBeCharged)
        implements CallEvent {}
