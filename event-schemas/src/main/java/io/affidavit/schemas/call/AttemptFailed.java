package io.affidavit.schemas.call;

import io.affidavit.schemas.access.Booking;
import io.affidavit.schemas.value.CallId;
import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.TokenUsage;
import java.util.List;
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
/// @param usage tokens that it may bill, as far as known or estimated, in disjoint buckets
/// @param settled what it has used of each limit of the deployment that it held
/// @param limit why no other attempt follows: the limit of the next deployment that will have room
///   first, where every deployment that was left had none; `null` otherwise
public record AttemptFailed(
        CallId callId,
        int attempt,
        DeploymentId deployment,
        FailureCode failure,
        AttemptPhase phase,
        @Nullable Integer upstreamStatus,
        long elapsedMicros,
        boolean mayBeCharged,
        TokenUsage usage,
        List<Booking> settled,
        @Nullable LimitExceeded limit)
        implements CallEvent {

    public AttemptFailed {
        settled = List.copyOf(settled);
    }

    /// The same where every deployment that was left is full.
    public AttemptFailed without(LimitExceeded room) {
        return new AttemptFailed(
                callId,
                attempt,
                deployment,
                failure,
                phase,
                upstreamStatus,
                elapsedMicros,
                mayBeCharged,
                usage,
                settled,
                room);
    }
}
