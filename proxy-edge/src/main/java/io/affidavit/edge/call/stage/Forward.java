package io.affidavit.edge.call.stage;

import io.affidavit.edge.call.AttemptEnd;
import io.affidavit.edge.call.Attempted;
import io.affidavit.edge.call.CallContext;
import io.affidavit.edge.call.CallRecorder;
import io.affidavit.edge.call.DeploymentHealth;
import io.affidavit.edge.call.Produced;
import io.affidavit.edge.call.RecordingFailed;
import io.affidavit.edge.call.Stage;
import io.affidavit.edge.call.StageResult;
import io.affidavit.edge.dialect.Bridge;
import io.affidavit.edge.dialect.WholeAnswer;
import io.affidavit.edge.translate.Bridges;
import io.affidavit.edge.upstream.AttemptFailure;
import io.affidavit.schemas.call.CallCommand.FailAttempt;
import io.affidavit.schemas.call.CatalogPage;
import io.affidavit.schemas.routing.FallbackKind;
import io.affidavit.schemas.routing.RouteChoice;
import io.affidavit.schemas.value.DeploymentId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Makes attempts until one answers, the client has seen something, or none is left. Each failed
/// attempt is on record before the next one starts.
public final class Forward implements Stage {

    private static final int MAX_ATTEMPTS = 3;
    private static final long NANOS_PER_MICRO = 1000;

    private final Attempts attempts;
    private final ChooseRoute router;
    private final CallRecorder recorder;
    private final DeploymentHealth health;

    public Forward(
            Attempts attempts, ChooseRoute router, CallRecorder recorder, DeploymentHealth health) {
        this.attempts = attempts;
        this.router = router;
        this.recorder = recorder;
        this.health = health;
    }

    @Override
    public StageResult apply(CallContext call) {
        for (int number = 1; ; number++) {
            CatalogPage.Deployment deployment = chosen(call);
            long start = System.nanoTime();
            AttemptEnd end = attempt(call, deployment);
            call.attempted(new Attempted(end, number, deployment));
            if (!(end instanceof AttemptEnd.Broken broken)) {
                return StageResult.PROCEED;
            }
            long micros = (System.nanoTime() - start) / NANOS_PER_MICRO;
            call.tried().add(deployment.id());
            RouteChoice next = next(call, broken, number);
            try {
                recorder.record(
                        call,
                        failAttempt(call, number, deployment.id(), broken.failure(), micros, next));
            } catch (RecordingFailed e) {
                call.attempted(
                        new Attempted(
                                new AttemptEnd.Stopped(e.code(), end.produced()),
                                number,
                                deployment));
                return StageResult.PROCEED;
            }
            if (next == null) {
                return StageResult.PROCEED;
            }
            call.chosen(next);
        }
    }

    private AttemptEnd attempt(CallContext call, CatalogPage.Deployment deployment) {
        DeploymentHealth.Seen seen = health.of(deployment.id());
        seen.begun();
        Bridge bridge = bridge(call, deployment);
        AttemptEnd end = metered(call, bridge, attempts.make(call, deployment, bridge));
        switch (end) {
            case AttemptEnd.Answered answered -> {
                Long micros = answered.produced().firstByteMicros();
                var _ = seen.answered(micros);
            }
            case AttemptEnd.Broken _ -> {
                var _ = seen.failed(true, null);
            }
            case AttemptEnd.Left _, AttemptEnd.Stopped _ -> seen.leftAlone();
        }
        return end;
    }

    /// Reads a whole answer; one that is none counts as a failed attempt.
    private static AttemptEnd metered(CallContext call, Bridge bridge, AttemptEnd end) {
        if (call.inbound().stream() || !(end instanceof AttemptEnd.Answered answered)) {
            return end;
        }
        Produced produced = answered.produced();
        return switch (bridge.answer(call.inbound(), produced.bytes())) {
            case WholeAnswer.Sound sound ->
                    new AttemptEnd.Answered(
                            new Produced(
                                    sound.body(),
                                    produced.ending(),
                                    sound.facts(),
                                    false,
                                    produced.requestId(),
                                    produced.firstByteMicros()));
            case WholeAnswer.Faulty faulty ->
                    new AttemptEnd.Broken(
                            AttemptRelay.brokenAnswer(faulty.fault().code()), produced);
        };
    }

    private @Nullable RouteChoice next(CallContext call, AttemptEnd.Broken broken, int number) {
        if (broken.produced().begun()
                || number >= MAX_ATTEMPTS
                || broken.failure().retry() == AttemptFailure.Retry.NEVER
                || call.client().isGone()
                || call.stop().isStopped()) {
            return null;
        }
        RouteChoice choice = router.decide(call, FallbackKind.ANY_ERROR, null);
        return choice.chosen() == null ? null : choice;
    }

    private static FailAttempt failAttempt(
            CallContext call,
            int number,
            DeploymentId deployment,
            AttemptFailure failure,
            long micros,
            @Nullable RouteChoice next) {
        return new FailAttempt(
                call.id(),
                number,
                deployment,
                failure.code(),
                failure.phase(),
                failure.status(),
                micros,
                failure.mayBeCharged(),
                next);
    }

    private static Bridge bridge(CallContext call, CatalogPage.Deployment deployment) {
        CatalogPage.Provider provider =
                Objects.requireNonNull(call.catalog().provider(deployment.provider()));
        return Objects.requireNonNull(Bridges.between(call.surface(), provider.protocol()));
    }

    private static CatalogPage.Deployment chosen(CallContext call) {
        DeploymentId chosen = call.choice().chosen();
        CatalogPage.Deployment deployment =
                chosen == null ? null : call.catalog().deployment(chosen);
        if (deployment == null) {
            throw new IllegalStateException("chosen: " + chosen + " (expected: a candidate)");
        }
        return deployment;
    }
}
