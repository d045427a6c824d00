package io.affidavit.schemas.call;

import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.policy.Direction;
import io.affidavit.schemas.policy.Finding;
import io.affidavit.schemas.policy.Verdict;
import io.affidavit.schemas.routing.Destination;
import io.affidavit.schemas.routing.RouteChoice;
import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.CallId;
import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.NodeId;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.ProviderId;
import io.affidavit.schemas.value.TokenUsage;
import io.affidavit.schemas.value.VirtualKeyId;
import java.time.Instant;
import java.util.List;
import org.axonframework.commandhandling.RoutingKey;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/// What can be asked about a call. `parts` carry bodies; they never reach a record.
public sealed interface CallCommand {

    /// A judgement of one text by one policy version.
    record Judged(Direction direction, Digest policy, Verdict verdict, List<Finding> findings) {}

    /// What an answer or the lack of one used.
    ///
    /// @param model the model that the provider says answered
    /// @param serviceTier the service that the provider says answered, such as `flex`
    record Metered(
            TokenUsage usage,
            UsageSource source,
            @Nullable String model,
            @Nullable String serviceTier) {}

    /// Admits a call and puts its first choice on record, in one append.
    ///
    /// @param credential the header field that the caller's key was presented in
    /// @param otherwise what is chosen where the deployment of the choice is full, then where that
    ///   of the first of these is, and so on: each drops the full ones before it
    /// @param destinations every deployment it may ever be sent to, fallbacks included
    record AdmitCall(
            @TargetAggregateIdentifier CallId callId,
            Instant decidedAt,
            Caller caller,
            CredentialHeader credential,
            Alias alias,
            Surface surface,
            boolean stream,
            long requestBytes,
            @Nullable String traceParent,
            Estimate estimate,
            Judged judged,
            RouteChoice choice,
            List<RouteChoice> otherwise,
            List<Destination> destinations,
            List<Part> parts)
            implements CallCommand {}

    /// Puts a refusal on record.
    record RefuseCall(
            @TargetAggregateIdentifier CallId callId,
            Instant decidedAt,
            Caller caller,
            @Nullable Alias alias,
            @Nullable Surface surface,
            FailureCode failure,
            @Nullable String param,
            long requestBytes)
            implements CallCommand {}

    /// Puts a failed attempt on record, together with the choice of the next one if there is one.
    /// Where that and all the others are full it is refused, and the attempt alone is on record.
    ///
    /// @param usage what the provider may charge for it
    /// @param otherwise what is chosen instead of the next where deployments are full, see
    ///   [AdmitCall]
    record FailAttempt(
            @TargetAggregateIdentifier CallId callId,
            int attempt,
            DeploymentId deployment,
            FailureCode failure,
            AttemptPhase phase,
            @Nullable Integer upstreamStatus,
            long elapsedMicros,
            boolean mayBeCharged,
            TokenUsage usage,
            @Nullable RouteChoice next,
            List<RouteChoice> otherwise)
            implements CallCommand {}

    /// Ends a call with an answer, whole or left by the client.
    ///
    /// @param attempts how many were begun; one that was chosen and is not among them is put on
    ///   record as such, before the end
    /// @param told the cost that stands in the answer itself; `null` where none does. Nothing is
    ///   decided if it is not what is booked
    record CompleteCall(
            @TargetAggregateIdentifier CallId callId,
            Instant decidedAt,
            CallOutcome outcome,
            int attempts,
            DeploymentId deployment,
            ProviderId provider,
            @Nullable String upstreamModel,
            @Nullable String providerRequestId,
            @Nullable String finishReason,
            Metered metered,
            long responseBytes,
            Timings timings,
            Judged judged,
            @Nullable Cost told,
            List<Part> parts)
            implements CallCommand {}

    /// Ends a call without a whole answer.
    ///
    /// @param attempts as of [CompleteCall]
    record FailCall(
            @TargetAggregateIdentifier CallId callId,
            Instant decidedAt,
            FailureCode failure,
            int attempts,
            Metered metered,
            Timings timings,
            List<Part> parts)
            implements CallCommand {}

    /// Ends a call whose node died.
    record AbandonCall(
            @TargetAggregateIdentifier CallId callId,
            Instant decidedAt,
            NodeId node,
            Instant leaseEndedAt)
            implements CallCommand {}

    /// Puts many refusals of one key for one reason on record as one.
    record CoalesceRefusals(
            @RoutingKey VirtualKeyId keyId,
            OrganizationId organization,
            FailureCode failure,
            long count,
            Instant from,
            Instant to)
            implements CallCommand {}
}
