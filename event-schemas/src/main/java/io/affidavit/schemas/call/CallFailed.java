package io.affidavit.schemas.call;

import io.affidavit.schemas.access.Booking;
import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.PartBearing;
import io.affidavit.schemas.evidence.PartNames;
import io.affidavit.schemas.value.CallId;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.NanoUsd;
import io.affidavit.schemas.value.Public;
import io.affidavit.schemas.value.TokenUsage;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The call ended without a whole answer.
///
/// @param callId the call
/// @param decidedAt gateway clock at the conclusion, UTC
/// @param failure what the client was told
/// @param attempts how many attempts were made
/// @param usage tokens that may have been charged, in disjoint buckets
/// @param usageSource where the token counts come from
/// @param costNanoUsd usage times price, nano-USD; `null` when the model has no price
/// @param priceId price list and model the cost was computed from; `null` without a price
/// @param timings durations
/// @param settled what it has used of each limit it held
/// @param parts `response`: kept outside the record
public record CallFailed(
        CallId callId,
        Instant decidedAt,
        FailureCode failure,
        int attempts,
        TokenUsage usage,
        UsageSource usageSource,
        @Nullable NanoUsd costNanoUsd,
        @Public @Nullable String priceId,
        Timings timings,
        List<Booking> settled,
        @PartNames("response") List<Part> parts)
        implements CallEvent, PartBearing {

    public CallFailed {
        settled = List.copyOf(settled);
        parts = List.copyOf(parts);
    }

    @Override
    public CallFailed withParts(List<Part> sealed) {
        return new CallFailed(
                callId,
                decidedAt,
                failure,
                attempts,
                usage,
                usageSource,
                costNanoUsd,
                priceId,
                timings,
                settled,
                sealed);
    }
}
