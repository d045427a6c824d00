package io.affidavit.schemas.call;

import io.affidavit.schemas.access.Booking;
import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.PartBearing;
import io.affidavit.schemas.evidence.PartNames;
import io.affidavit.schemas.value.CallId;
import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.NanoUsd;
import io.affidavit.schemas.value.ProviderId;
import io.affidavit.schemas.value.Public;
import io.affidavit.schemas.value.TokenUsage;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The call ended with an answer. Durable before the client sees the end of it.
///
/// @param callId the call
/// @param decidedAt gateway clock at the conclusion, UTC
/// @param outcome `completed` or `client_closed`
/// @param deployment where the answer came from
/// @param provider its provider
/// @param upstreamModel the model the provider says answered; `null` when it says none or the name
///   is malformed
/// @param providerRequestId the provider's id of the request; `null` when none or malformed
/// @param finishReason the first choice's finish reason; `null` when none came
/// @param usage tokens in disjoint buckets
/// @param usageSource where the token counts come from
/// @param costNanoUsd usage times price, nano-USD; `null` when the model has no price
/// @param priceId the price the cost was computed from, see [PriceEntry]; `null` without one
/// @param responseBytes size of the answer as sent to the client
/// @param timings durations
/// @param settled what it has used of each limit it held
/// @param parts `response`: kept outside the record
public record CallCompleted(
        CallId callId,
        Instant decidedAt,
        CallOutcome outcome,
        DeploymentId deployment,
        ProviderId provider,
        @Public @Nullable String upstreamModel,
        @Public @Nullable String providerRequestId,
        @Public @Nullable String finishReason,
        TokenUsage usage,
        UsageSource usageSource,
        @Nullable NanoUsd costNanoUsd,
        @Public @Nullable String priceId,
        long responseBytes,
        Timings timings,
        List<Booking> settled,
        @PartNames("response") List<Part> parts)
        implements CallEvent, PartBearing {

    public CallCompleted {
        settled = List.copyOf(settled);
        parts = List.copyOf(parts);
    }

    @Override
    public CallCompleted withParts(List<Part> sealed) {
        return new CallCompleted(
                callId,
                decidedAt,
                outcome,
                deployment,
                provider,
                upstreamModel,
                providerRequestId,
                finishReason,
                usage,
                usageSource,
                costNanoUsd,
                priceId,
                responseBytes,
                timings,
                settled,
                sealed);
    }
}
