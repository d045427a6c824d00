package io.affidavit.replay.timeline;

import io.affidavit.schemas.access.Booking;
import io.affidavit.schemas.access.LimitUnit;
import io.affidavit.schemas.call.AttemptFailed;
import io.affidavit.schemas.call.AttemptPhase;
import io.affidavit.schemas.call.CallAdmitted;
import io.affidavit.schemas.call.CallCompleted;
import io.affidavit.schemas.call.CallOutcome;
import io.affidavit.schemas.call.CredentialHeader;
import io.affidavit.schemas.call.Estimate;
import io.affidavit.schemas.call.GuardrailJudged;
import io.affidavit.schemas.call.RouteChosen;
import io.affidavit.schemas.call.Surface;
import io.affidavit.schemas.call.Timings;
import io.affidavit.schemas.call.UsageSource;
import io.affidavit.schemas.policy.Direction;
import io.affidavit.schemas.policy.Finding;
import io.affidavit.schemas.policy.Verdict;
import io.affidavit.schemas.routing.Candidate;
import io.affidavit.schemas.routing.Destination;
import io.affidavit.schemas.routing.DropReason;
import io.affidavit.schemas.routing.RouteChoice;
import io.affidavit.schemas.routing.RouteChooser;
import io.affidavit.schemas.routing.Strategy;
import io.affidavit.schemas.routing.UnsupportedParameters;
import io.affidavit.schemas.serial.EventNames;
import io.affidavit.schemas.serial.EventSerializer;
import io.affidavit.schemas.testing.Candidates;
import io.affidavit.schemas.testing.Samples;
import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.CallId;
import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.DomainEvent;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.LimitId;
import io.affidavit.schemas.value.NanoUsd;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.ProviderId;
import io.affidavit.schemas.value.TeamId;
import io.affidavit.schemas.value.TokenUsage;
import io.affidavit.schemas.value.VirtualKeyId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Answers of the audit API, made from real events.
public final class Answers {

    public static final String CALL = Samples.CALL.value().toString();

    private static final JsonMapper JSON = new JsonMapper();
    private static final CallId ID = Samples.CALL;
    private static final Instant AT = Samples.AT;
    private static final DeploymentId FIRST = new DeploymentId("dep_0123456789abcdef");
    private static final DeploymentId SECOND = new DeploymentId("dep_fedcba9876543210");
    private static final Digest POLICY = Samples.of(Digest.class);

    private Answers() {}

    /// A call whose first attempt failed.
    public static JsonNode call() {
        List<DomainEvent> events =
                List.of(
                        admitted(),
                        new GuardrailJudged(
                                ID,
                                Direction.PROMPT,
                                POLICY,
                                Verdict.FLAG,
                                List.of(
                                        new Finding(
                                                "pii",
                                                "3",
                                                "email_address",
                                                "messages[0].content",
                                                4,
                                                19))),
                        routed(1, null, FIRST),
                        new AttemptFailed(
                                ID,
                                1,
                                FIRST,
                                FailureCode.UPSTREAM_OVERLOADED,
                                AttemptPhase.HEADERS,
                                503,
                                12_345,
                                false,
                                TokenUsage.NONE,
                                List.of(),
                                null),
                        routed(2, DropReason.ALREADY_TRIED, SECOND),
                        new GuardrailJudged(
                                ID, Direction.COMPLETION, POLICY, Verdict.ALLOW, List.of()),
                        completed("chatcmpl-\u001b[2J42"));
        StringBuilder text = new StringBuilder("{\"callId\":\"" + CALL + "\",");
        text.append("\"chain\":{\"verified\":true,\"checked\":7},\"events\":[");
        for (int i = 0; i < events.size(); i++) {
            Instant at = AT.plusMillis(i < 3 ? 0 : i < 5 ? 14 : 1_300);
            text.append(i == 0 ? "" : ",").append(event(4_711 + i, at, events.get(i)));
        }
        return JSON.readTree(text.append("]}").toString());
    }

    /// One row of a list of events.
    public static String event(long position, Instant at, DomainEvent event) {
        String parts =
                event instanceof CallAdmitted
                        ? "{\"name\":\"request\",\"mediaType\":\"application/json\","
                                + "\"retention\":\"aiact-6m\",\"commitment\":\""
                                + "ab".repeat(32)
                                + "\"}"
                        : "";
        return "{\"position\":%d,\"at\":\"%s\",\"type\":\"%s\",\"revision\":1,\"data\":%s,\"parts\":[%s]}"
                .formatted(
                        position,
                        at,
                        EventNames.of(event.getClass()).type(),
                        new String(EventSerializer.data(event), StandardCharsets.UTF_8),
                        parts);
    }

    private static CallAdmitted admitted() {
        return new CallAdmitted(
                ID,
                AT,
                new VirtualKeyId("0Az123456789"),
                CredentialHeader.AUTHORIZATION,
                new OrganizationId("acme"),
                new TeamId("platform"),
                null,
                new Alias("fast"),
                Surface.CHAT_COMPLETIONS,
                true,
                1_024,
                null,
                POLICY,
                new Estimate(300, 1, "utf8_bytes_div3/1"),
                List.of(
                        new Booking(Samples.of(LimitId.class), LimitUnit.REQUESTS, 1),
                        new Booking(Samples.of(LimitId.class), LimitUnit.USD, 1_250_000)),
                List.of(new Destination(FIRST, "gpt-5-mini")),
                List.of());
    }

    private static RouteChosen routed(
            int attempt, @Nullable DropReason dropped, DeploymentId chosen) {
        return new RouteChosen(
                ID,
                attempt,
                new RouteChoice(
                        Strategy.ORDERED,
                        RouteChooser.VERSION,
                        UnsupportedParameters.REFUSE,
                        null,
                        List.of(
                                candidate(FIRST, "openai-prod", 0, 312L, dropped),
                                candidate(SECOND, "azure-west", 1, null, null)),
                        null,
                        0,
                        chosen),
                List.of());
    }

    private static Candidate candidate(
            DeploymentId id,
            String provider,
            int order,
            @Nullable Long latency,
            @Nullable DropReason dropped) {
        return Candidates.seen(id, new ProviderId(provider), "gpt-5-mini", order, latency, dropped);
    }

    private static CallCompleted completed(String requestId) {
        return new CallCompleted(
                ID,
                AT,
                CallOutcome.COMPLETED,
                SECOND,
                new ProviderId("azure-west"),
                "gpt-5-mini-2026-03-01",
                requestId,
                "stop",
                new TokenUsage(250, 40, 0, 1_200, 128),
                UsageSource.REPORTED,
                new NanoUsd(2_469_000),
                "shipped-2026-11/gpt-5-mini",
                5_120,
                new Timings(1_250, 280_000L, 1_302_000),
                List.of(),
                List.of());
    }
}
