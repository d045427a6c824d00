package io.affidavit.replay.rerun;

import io.affidavit.schemas.access.Booking;
import io.affidavit.schemas.access.LimitScope;
import io.affidavit.schemas.access.LimitScopeKind;
import io.affidavit.schemas.access.LimitSet;
import io.affidavit.schemas.access.LimitTerms;
import io.affidavit.schemas.access.LimitUnit;
import io.affidavit.schemas.access.LimitWindow;
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
import io.affidavit.schemas.policy.PolicyDocument;
import io.affidavit.schemas.policy.PolicyPublished;
import io.affidavit.schemas.policy.PolicyRule;
import io.affidavit.schemas.policy.Verdict;
import io.affidavit.schemas.routing.DeploymentRegistered;
import io.affidavit.schemas.routing.Destination;
import io.affidavit.schemas.routing.Price;
import io.affidavit.schemas.routing.RouteChoice;
import io.affidavit.schemas.serial.EventSerializer;
import io.affidavit.schemas.testing.Candidates;
import io.affidavit.schemas.testing.Samples;
import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.CallId;
import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.DomainEvent;
import io.affidavit.schemas.value.LimitId;
import io.affidavit.schemas.value.NanoUsd;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.ProviderId;
import io.affidavit.schemas.value.TokenUsage;
import io.affidavit.schemas.value.VirtualKeyId;
import java.util.ArrayList;
import java.util.List;

/// A call whose every number was worked out by hand: 3,001 bytes, at most 1,001 tokens in and 500
/// out, at $3 and $15 a million with a price of the deployment's own; 1,000 in and 100 out used.
public final class RecordedCall {

    public static final CallId CALL = Samples.CALL;

    private static final OrganizationId ACME = new OrganizationId("acme");
    private static final DeploymentId DEPLOYMENT = new DeploymentId("dep_0123456789abcdef");
    private static final ProviderId PROVIDER = new ProviderId("openai-prod");
    private static final LimitId REQUESTS = new LimitId("lim_0000000000000001");
    private static final LimitId BUDGET = new LimitId("lim_0000000000000002");
    private static final Price PRICE = Price.perMillionUsd("3", null, null, "15", null, null);
    private static final PolicyDocument POLICY =
            new PolicyDocument(
                    "mail", List.of(new PolicyRule("email", Direction.PROMPT, Verdict.FLAG)));
    private static final Digest VERSION = EventSerializer.digest(POLICY);

    private long requestBytes = 3_001;
    private Verdict verdict = Verdict.FLAG;
    private RouteChoice choice =
            Candidates.ordered(Candidates.plain(DEPLOYMENT, PROVIDER, "some-model", 0));
    private long held = 10_503_000;
    private long cost = 4_500_000;
    private long charged = 4_500_000;

    public RecordedCall requestBytes(long bytes) {
        requestBytes = bytes;
        return this;
    }

    public RecordedCall verdict(Verdict other) {
        verdict = other;
        return this;
    }

    public RecordedCall noRoute() {
        choice =
                new RouteChoice(
                        choice.strategy(),
                        choice.strategyVersion(),
                        choice.unsupported(),
                        null,
                        choice.candidates(),
                        null,
                        0,
                        null);
        return this;
    }

    public RecordedCall held(long nanoUsd) {
        held = nanoUsd;
        return this;
    }

    public RecordedCall cost(long nanoUsd) {
        cost = nanoUsd;
        charged = nanoUsd;
        return this;
    }

    public RecordedCall charged(long nanoUsd) {
        charged = nanoUsd;
        return this;
    }

    /// What the decisions rest on.
    public List<DomainEvent> grounds() {
        return List.of(
                new PolicyPublished(VERSION, POLICY),
                new DeploymentRegistered(
                        DEPLOYMENT,
                        new Alias("fast"),
                        PROVIDER,
                        "some-model",
                        0,
                        1,
                        PRICE,
                        null,
                        Digest.ZERO,
                        List.of()),
                limit(REQUESTS, LimitUnit.REQUESTS),
                limit(BUDGET, LimitUnit.USD));
    }

    private static LimitSet limit(LimitId id, LimitUnit unit) {
        return new LimitSet(
                ACME,
                new LimitTerms(
                        id,
                        new LimitScope(LimitScopeKind.ORGANIZATION, "acme"),
                        null,
                        unit,
                        LimitWindow.DAY,
                        1_000_000_000,
                        true,
                        List.of(),
                        "UTC"),
                null,
                null,
                Digest.ZERO,
                List.of());
    }

    /// The call's own records.
    public List<DomainEvent> story() {
        List<Finding> found = List.of(new Finding("mail", "1", "email", "$.messages[0]", 0, 5));
        List<DomainEvent> story = new ArrayList<>();
        story.add(admitted());
        story.add(new GuardrailJudged(CALL, Direction.PROMPT, VERSION, verdict, found));
        story.add(new RouteChosen(CALL, 1, choice, List.of()));
        story.add(
                new GuardrailJudged(CALL, Direction.COMPLETION, VERSION, Verdict.ALLOW, List.of()));
        story.add(completed());
        return story;
    }

    private CallAdmitted admitted() {
        return new CallAdmitted(
                CALL,
                Samples.AT.plusSeconds(1),
                new VirtualKeyId("0Az123456789"),
                CredentialHeader.AUTHORIZATION,
                ACME,
                null,
                null,
                new Alias("fast"),
                Surface.CHAT_COMPLETIONS,
                false,
                requestBytes,
                null,
                VERSION,
                new Estimate(1_001, 500, "utf8_bytes_div3/1"),
                List.of(
                        new Booking(REQUESTS, LimitUnit.REQUESTS, 1),
                        new Booking(BUDGET, LimitUnit.USD, held)),
                List.of(new Destination(DEPLOYMENT, "some-model")),
                List.of());
    }

    private CallCompleted completed() {
        return new CallCompleted(
                CALL,
                Samples.AT.plusSeconds(2),
                CallOutcome.COMPLETED,
                DEPLOYMENT,
                PROVIDER,
                "some-model",
                null,
                "stop",
                new TokenUsage(1_000, 0, 0, 100, 0),
                UsageSource.REPORTED,
                new NanoUsd(cost),
                DEPLOYMENT.value() + "/" + EventSerializer.digest(PRICE).value(),
                321,
                new Timings(1, 2L, 3),
                List.of(
                        new Booking(REQUESTS, LimitUnit.REQUESTS, 1),
                        new Booking(BUDGET, LimitUnit.USD, charged)),
                List.of());
    }
}
