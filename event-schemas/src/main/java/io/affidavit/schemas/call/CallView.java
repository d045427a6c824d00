package io.affidavit.schemas.call;

import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.CallId;
import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.NanoUsd;
import io.affidavit.schemas.value.ProviderId;
import io.affidavit.schemas.value.TokenUsage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A call as its records tell it at this moment.
///
/// @param callId the call
/// @param createdAt when it was admitted or refused
/// @param alias the model name the application sent; `null` when a refused call named none
/// @param surface the API it came through; `null` when it was refused before that was known
/// @param stream whether a stream was asked for
/// @param attempts how many attempts were made or begun
/// @param target where the last of them went; `null` when none was chosen
/// @param ending how it ended; `null` while it is open
public record CallView(
        CallId callId,
        Instant createdAt,
        @Nullable Alias alias,
        @Nullable Surface surface,
        boolean stream,
        int attempts,
        @Nullable Target target,
        @Nullable Ending ending) {

    /// Where a call went.
    ///
    /// @param deployment which deployment
    /// @param provider its provider
    /// @param model the provider's name of the model
    public record Target(DeploymentId deployment, ProviderId provider, String model) {}

    /// How a call ended.
    ///
    /// @param outcome what became of it
    /// @param failure what the client was told; `null` when it got an answer or nobody knows
    /// @param answer what the provider said of its answer; `null` without one
    /// @param usage tokens in disjoint buckets
    /// @param costNanoUsd what it cost; `null` when nobody knows
    /// @param priceId what the cost was computed from; `null` without a price
    /// @param timings durations; `null` when nobody measured them
    public record Ending(
            CallOutcome outcome,
            @Nullable FailureCode failure,
            @Nullable Answer answer,
            TokenUsage usage,
            @Nullable NanoUsd costNanoUsd,
            @Nullable String priceId,
            @Nullable Timings timings) {}

    /// What the provider said of its answer.
    ///
    /// @param upstreamModel the model that it says answered; `null` when it says none
    /// @param providerRequestId its id of the request; `null` when none
    /// @param finishReason why the answer ends; `null` when none came
    public record Answer(
            @Nullable String upstreamModel,
            @Nullable String providerRequestId,
            @Nullable String finishReason) {}
}
