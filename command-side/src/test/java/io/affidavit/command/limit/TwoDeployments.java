package io.affidavit.command.limit;

import io.affidavit.command.call.CallFixtures;
import io.affidavit.schemas.access.CallScopes;
import io.affidavit.schemas.access.LimitScope;
import io.affidavit.schemas.call.Admission;
import io.affidavit.schemas.call.AttemptPhase;
import io.affidavit.schemas.call.CallCommand.AbandonCall;
import io.affidavit.schemas.call.CallCommand.AdmitCall;
import io.affidavit.schemas.call.CallCommand.CompleteCall;
import io.affidavit.schemas.call.CallCommand.FailAttempt;
import io.affidavit.schemas.call.CallCommand.Metered;
import io.affidavit.schemas.call.CallOutcome;
import io.affidavit.schemas.call.UsageSource;
import io.affidavit.schemas.routing.Candidate;
import io.affidavit.schemas.routing.DropReason;
import io.affidavit.schemas.routing.RouteChoice;
import io.affidavit.schemas.testing.Candidates;
import io.affidavit.schemas.value.CallId;
import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.NodeId;
import io.affidavit.schemas.value.TokenUsage;
import java.time.Instant;
import java.util.List;

/// Calls that can go to two deployments.
final class TwoDeployments {

    static final DeploymentId FIRST = CallFixtures.DEPLOYMENT;
    static final DeploymentId SECOND = new DeploymentId("dep_1111111111111111");

    /// What an attempt that failed may have used.
    static final TokenUsage USED = new TokenUsage(7, 0, 0, 3, 0);

    private TwoDeployments() {}

    static LimitScope scopeOf(DeploymentId deployment) {
        return CallScopes.of(deployment);
    }

    static RouteChoice first() {
        return Candidates.ordered(candidate(FIRST, 0), candidate(SECOND, 1));
    }

    static RouteChoice second() {
        return Candidates.ordered(
                candidate(FIRST, 0).dropped(DropReason.FULL), candidate(SECOND, 1));
    }

    private static Candidate candidate(DeploymentId deployment, int order) {
        return Candidates.plain(deployment, CallFixtures.PROVIDER, "gpt-4o", order);
    }

    static AdmitCall admission(CallId call) {
        return LimitNode.admission(call, first(), List.of(second()));
    }

    static Admission admit(LimitNode node, CallId call) {
        return (Admission) node.result(admission(call)).getPayload();
    }

    static FailAttempt failed(CallId call, RouteChoice next) {
        return failed(call, next, List.of());
    }

    static FailAttempt failed(CallId call, RouteChoice next, List<RouteChoice> otherwise) {
        return new FailAttempt(
                call,
                1,
                FIRST,
                FailureCode.UPSTREAM_TIMEOUT,
                AttemptPhase.HEADERS,
                504,
                4_000,
                true,
                USED,
                next,
                otherwise);
    }

    /// The client left in the pause after the first attempt, which has used something.
    static CompleteCall left(CallId call) {
        CompleteCall whole = CallFixtures.complete(call);
        return new CompleteCall(
                call,
                whole.decidedAt(),
                CallOutcome.CLIENT_CLOSED,
                1,
                FIRST,
                whole.provider(),
                null,
                null,
                null,
                new Metered(USED, UsageSource.ESTIMATED, null, null),
                0,
                whole.timings(),
                whole.judged(),
                null,
                List.of());
    }

    static AbandonCall abandon(CallId call) {
        return new AbandonCall(call, Instant.now(), new NodeId("node000000000000"), Instant.now());
    }
}
