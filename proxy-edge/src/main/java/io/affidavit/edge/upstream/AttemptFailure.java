package io.affidavit.edge.upstream;

import io.affidavit.edge.dialect.ProviderError;
import io.affidavit.schemas.call.AttemptPhase;
import io.affidavit.schemas.value.FailureCode;
import org.jspecify.annotations.Nullable;

/// Why an attempt gave no answer.
///
/// @param code what the client is told if no other attempt follows
/// @param phase where it went wrong
/// @param status HTTP status of the provider; `null` when none came
/// @param mayBeCharged whether the provider had the whole request and may bill for it
/// @param retry where another attempt makes sense, before the first byte to the client only
/// @param retryAfterSeconds the provider's own hint, 1 to 3600; `null` when it gave none
/// @param rejection the provider's words where they may be passed on: a request it found wrong
public record AttemptFailure(
        FailureCode code,
        AttemptPhase phase,
        @Nullable Integer status,
        boolean mayBeCharged,
        Retry retry,
        @Nullable Integer retryAfterSeconds,
        ProviderError.@Nullable Rejection rejection) {

    /// Where another attempt makes sense.
    public enum Retry {
        /// Once more at the same deployment, then at the next one.
        SAME,
        /// Only at another deployment.
        NEXT,
        /// Nowhere: the request itself is at fault.
        NEVER
    }

    static AttemptFailure of(
            FailureCode code, AttemptPhase phase, boolean mayBeCharged, Retry retry) {
        return new AttemptFailure(code, phase, null, mayBeCharged, retry, null, null);
    }
}
