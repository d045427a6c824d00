package io.affidavit.replay.rerun;

import io.affidavit.schemas.access.Booking;
import io.affidavit.schemas.call.CallCompleted;
import io.affidavit.schemas.call.CallConcludedLate;
import io.affidavit.schemas.call.CallFailed;
import io.affidavit.schemas.call.UsageSource;
import io.affidavit.schemas.value.NanoUsd;
import io.affidavit.schemas.value.TokenUsage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What every end of a call says of its use.
///
/// @param model the model that answered; null where nobody says
record Conclusion(
        String type,
        TokenUsage usage,
        UsageSource source,
        @Nullable String model,
        @Nullable NanoUsd cost,
        @Nullable String priceId,
        List<Booking> settled) {

    static Conclusion of(CallCompleted end) {
        return new Conclusion(
                "call.completed",
                end.usage(),
                end.usageSource(),
                end.upstreamModel(),
                end.costNanoUsd(),
                end.priceId(),
                end.settled());
    }

    static Conclusion of(CallFailed end) {
        return new Conclusion(
                "call.failed",
                end.usage(),
                end.usageSource(),
                null,
                end.costNanoUsd(),
                end.priceId(),
                end.settled());
    }

    static Conclusion of(CallConcludedLate end) {
        return new Conclusion(
                "call.concluded_late",
                end.usage(),
                end.usageSource(),
                null,
                end.costNanoUsd(),
                end.priceId(),
                end.settled());
    }
}
