package io.affidavit.command.call;

import io.affidavit.schemas.call.AttemptPhase;
import io.affidavit.schemas.call.CallCommand.AdmitCall;
import io.affidavit.schemas.call.CallCommand.CompleteCall;
import io.affidavit.schemas.call.CallCommand.FailAttempt;
import io.affidavit.schemas.call.CallCommand.FailCall;
import io.affidavit.schemas.call.CallCommand.Judged;
import io.affidavit.schemas.call.CallCommand.Metered;
import io.affidavit.schemas.call.CallCommand.RefuseCall;
import io.affidavit.schemas.call.CallOutcome;
import io.affidavit.schemas.call.Caller;
import io.affidavit.schemas.call.CredentialHeader;
import io.affidavit.schemas.call.Estimate;
import io.affidavit.schemas.call.Surface;
import io.affidavit.schemas.call.Timings;
import io.affidavit.schemas.call.UsageSource;
import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.RetentionClass;
import io.affidavit.schemas.policy.Direction;
import io.affidavit.schemas.policy.Verdict;
import io.affidavit.schemas.routing.Destination;
import io.affidavit.schemas.routing.RouteChoice;
import io.affidavit.schemas.testing.Candidates;
import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.CallId;
import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.ProviderId;
import io.affidavit.schemas.value.TokenUsage;
import io.affidavit.schemas.value.VirtualKeyId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/// Commands of an ordinary call.
public final class CallFixtures {

    public static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    public static final OrganizationId ACME = new OrganizationId("acme");
    public static final Digest POLICY = new Digest("ab".repeat(32));
    public static final DeploymentId DEPLOYMENT = new DeploymentId("dep_0123456789abcdef");
    public static final ProviderId PROVIDER = new ProviderId("simulator");
    public static final Timings TIMINGS = new Timings(900, 12_000L, 34_000);
    public static final TokenUsage USAGE = new TokenUsage(10, 2, 0, 30, 5);

    private CallFixtures() {}

    public static Caller caller(OrganizationId organization) {
        return new Caller(new VirtualKeyId("0123456789ab"), organization, null, null);
    }

    public static RouteChoice choice() {
        return Candidates.ordered(Candidates.plain(DEPLOYMENT, PROVIDER, "gpt-4o", 0));
    }

    public static Judged judged(Direction direction) {
        return new Judged(direction, POLICY, Verdict.ALLOW, List.of());
    }

    public static AdmitCall admit(CallId id, OrganizationId organization, List<Part> parts) {
        return new AdmitCall(
                id,
                NOW,
                caller(organization),
                CredentialHeader.AUTHORIZATION,
                new Alias("demo"),
                Surface.CHAT_COMPLETIONS,
                true,
                1_024,
                null,
                new Estimate(100, 200, "utf8_bytes_div3/1"),
                judged(Direction.PROMPT),
                choice(),
                List.of(),
                List.of(new Destination(DEPLOYMENT, "gpt-4o")),
                parts);
    }

    public static AdmitCall admit(CallId id) {
        return admit(id, ACME, List.of());
    }

    public static CompleteCall complete(CallId id, List<Part> parts) {
        return new CompleteCall(
                id,
                NOW,
                CallOutcome.COMPLETED,
                2,
                DEPLOYMENT,
                PROVIDER,
                "gpt-4o",
                "req_1",
                "stop",
                new Metered(USAGE, UsageSource.REPORTED, "gpt-4o", null),
                2_048,
                TIMINGS,
                judged(Direction.COMPLETION),
                null,
                parts);
    }

    public static CompleteCall complete(CallId id) {
        return complete(id, List.of());
    }

    public static FailCall fail(CallId id) {
        return new FailCall(
                id,
                NOW,
                FailureCode.UPSTREAM_ERROR,
                2,
                new Metered(TokenUsage.NONE, UsageSource.NONE, null, null),
                TIMINGS,
                List.of());
    }

    public static FailAttempt failAttempt(CallId id, int attempt) {
        return new FailAttempt(
                id,
                attempt,
                DEPLOYMENT,
                FailureCode.UPSTREAM_OVERLOADED,
                AttemptPhase.HEADERS,
                503,
                4_000,
                false,
                TokenUsage.NONE,
                choice(),
                List.of());
    }

    public static RefuseCall refuse(CallId id) {
        return new RefuseCall(
                id, NOW, caller(ACME), null, null, FailureCode.MODEL_NOT_FOUND, "model", 1_024);
    }

    public static Part body(String name, String text) {
        return new Part.Content(
                name,
                "application/json",
                RetentionClass.AIACT_6M,
                text.getBytes(StandardCharsets.UTF_8),
                true);
    }
}
