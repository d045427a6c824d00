package io.affidavit.projections.testing;

import io.affidavit.schemas.call.AttemptFailed;
import io.affidavit.schemas.call.AttemptPhase;
import io.affidavit.schemas.call.CallAbandoned;
import io.affidavit.schemas.call.CallAdmitted;
import io.affidavit.schemas.call.CallCompleted;
import io.affidavit.schemas.call.CallConcludedLate;
import io.affidavit.schemas.call.CallFailed;
import io.affidavit.schemas.call.CallOutcome;
import io.affidavit.schemas.call.CallRefused;
import io.affidavit.schemas.call.CredentialHeader;
import io.affidavit.schemas.call.Estimate;
import io.affidavit.schemas.call.GuardrailJudged;
import io.affidavit.schemas.call.RouteChosen;
import io.affidavit.schemas.call.Surface;
import io.affidavit.schemas.call.Timings;
import io.affidavit.schemas.call.UsageSource;
import io.affidavit.schemas.policy.Direction;
import io.affidavit.schemas.policy.Verdict;
import io.affidavit.schemas.serial.RecordMetaData;
import io.affidavit.schemas.testing.Candidates;
import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.CallId;
import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.DomainEvent;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.NanoUsd;
import io.affidavit.schemas.value.NodeId;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.ProviderId;
import io.affidavit.schemas.value.TeamId;
import io.affidavit.schemas.value.TokenUsage;
import io.affidavit.schemas.value.VirtualKeyId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.GenericTrackedEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;

/// Events of calls, one method for each thing that can happen.
public final class Stories {

    /// The node that appended everything.
    public static final NodeId NODE = new NodeId("node56789abcdefG");

    /// The moment of the first decision.
    public static final Instant AT = Instant.parse("2026-11-25T14:00:00.123456Z");

    private static final Digest POLICY = Digest.ZERO;
    private static final Timings TIMINGS = new Timings(900, 5_000L, 12_000);

    private Stories() {}

    /// A call id whose time is that of [#AT].
    public static CallId call(int number) {
        return call(number, AT);
    }

    /// A call id of this time.
    public static CallId call(int number, Instant at) {
        return new CallId(
                new UUID(at.toEpochMilli() << 16 | 0x7000 | number, 0x8000_0000_0000_0000L));
    }

    /// A key; keys of different numbers belong to different tenants.
    public static VirtualKeyId key(int number) {
        return new VirtualKeyId("key" + String.format("%09d", number));
    }

    /// Admitted for this key and alias.
    public static CallAdmitted admitted(CallId call, int key, String alias, Instant at) {
        return new CallAdmitted(
                call,
                at,
                key(key),
                CredentialHeader.AUTHORIZATION,
                new OrganizationId("org-" + key),
                new TeamId("platform"),
                null,
                new Alias(alias),
                Surface.CHAT_COMPLETIONS,
                true,
                1_024,
                null,
                POLICY,
                new Estimate(100, 200, "utf8_bytes_div3/1"),
                List.of(),
                List.of(),
                List.of());
    }

    /// Admitted with nothing special.
    public static CallAdmitted admitted(CallId call) {
        return admitted(call, 1, "fast", AT);
    }

    /// Refused.
    public static CallRefused refused(CallId call) {
        return new CallRefused(
                call,
                AT,
                key(1),
                new OrganizationId("org-1"),
                null,
                null,
                new Alias("unheard-of"),
                Surface.CHAT_COMPLETIONS,
                FailureCode.MODEL_NOT_FOUND,
                "$.model",
                77,
                null);
    }

    /// Judged.
    public static GuardrailJudged judged(CallId call, Direction direction, Verdict verdict) {
        return new GuardrailJudged(call, direction, POLICY, verdict, List.of());
    }

    /// Deployment `number` of provider `prov-number` and model `model-number` was chosen.
    public static RouteChosen chosen(CallId call, int attempt, int number) {
        return new RouteChosen(
                call,
                attempt,
                Candidates.ordered(
                        Candidates.plain(
                                deployment(number),
                                new ProviderId("prov-" + number),
                                "model-" + number,
                                0)),
                List.of());
    }

    /// A deployment's id.
    public static DeploymentId deployment(int number) {
        return new DeploymentId("dep_" + String.format("%016d", number));
    }

    /// An attempt failed.
    public static AttemptFailed attemptFailed(CallId call, int attempt, int number) {
        return new AttemptFailed(
                call,
                attempt,
                deployment(number),
                FailureCode.UPSTREAM_ERROR,
                AttemptPhase.HEADERS,
                500,
                3_000,
                false,
                TokenUsage.NONE,
                List.of(),
                null);
    }

    /// Completed, or left by the client.
    public static CallCompleted completed(CallId call, CallOutcome outcome, long tokens) {
        return new CallCompleted(
                call,
                AT.plusSeconds(1),
                outcome,
                deployment(1),
                new ProviderId("prov-1"),
                "model-1-2026-11-01",
                "req-1",
                "stop",
                usage(tokens),
                UsageSource.REPORTED,
                new NanoUsd(tokens * 1_000),
                "2026-11-25/model-1",
                2_048,
                TIMINGS,
                List.of(),
                List.of());
    }

    /// Completed by a model that has no price.
    public static CallCompleted unpriced(CallId call, long tokens) {
        return new CallCompleted(
                call,
                AT.plusSeconds(1),
                CallOutcome.COMPLETED,
                deployment(1),
                new ProviderId("prov-1"),
                null,
                null,
                null,
                usage(tokens),
                UsageSource.REPORTED,
                null,
                null,
                2_048,
                TIMINGS,
                List.of(),
                List.of());
    }

    /// Failed, with nothing used.
    public static CallFailed failed(CallId call) {
        return new CallFailed(
                call,
                AT.plusSeconds(2),
                FailureCode.UPSTREAM_TIMEOUT,
                1,
                TokenUsage.NONE,
                UsageSource.NONE,
                null,
                null,
                TIMINGS,
                List.of(),
                List.of());
    }

    /// Abandoned.
    public static CallAbandoned abandoned(CallId call) {
        return new CallAbandoned(call, AT.plusSeconds(9), NODE, AT.plusSeconds(8), List.of());
    }

    /// Concluded after it was abandoned.
    public static CallConcludedLate late(CallId call, long tokens) {
        return new CallConcludedLate(
                call,
                AT.plusSeconds(10),
                CallOutcome.COMPLETED,
                null,
                usage(tokens),
                UsageSource.ESTIMATED,
                new NanoUsd(tokens * 1_000),
                "2026-11-25/model-1",
                TIMINGS,
                List.of(),
                List.of());
    }

    /// One more token in each later bucket.
    public static TokenUsage usage(long tokens) {
        return new TokenUsage(tokens, tokens + 1, tokens + 2, tokens + 3, tokens + 4);
    }

    /// An event as the event store publishes it.
    public static EventMessage<DomainEvent> message(DomainEvent event) {
        return new GenericEventMessage<DomainEvent>(event)
                .andMetaData(java.util.Map.of(RecordMetaData.NODE, NODE.value()));
    }

    /// An event at a position, as a processor gets it.
    public static <T extends DomainEvent> TrackedEventMessage<T> tracked(long position, T event) {
        return new GenericTrackedEventMessage<>(
                new GlobalSequenceTrackingToken(position),
                new GenericEventMessage<>(event)
                        .andMetaData(java.util.Map.of(RecordMetaData.NODE, NODE.value())));
    }
}
