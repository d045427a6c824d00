package io.affidavit.edge.call.stage;

import io.affidavit.edge.call.AttemptEnd;
import io.affidavit.edge.call.Attempted;
import io.affidavit.edge.call.CallContext;
import io.affidavit.edge.call.CallRecorder;
import io.affidavit.edge.call.Choices;
import io.affidavit.edge.call.DeploymentHealth;
import io.affidavit.edge.call.HealthChange;
import io.affidavit.edge.call.HealthRecorder;
import io.affidavit.edge.call.Produced;
import io.affidavit.edge.call.RecordingFailed;
import io.affidavit.edge.call.Stage;
import io.affidavit.edge.call.StageResult;
import io.affidavit.edge.dialect.AnswerFacts;
import io.affidavit.edge.dialect.Bridge;
import io.affidavit.edge.dialect.WholeAnswer;
import io.affidavit.edge.translate.Bridges;
import io.affidavit.edge.upstream.AttemptFailure;
import io.affidavit.schemas.call.CallCommand.FailAttempt;
import io.affidavit.schemas.call.CatalogPage;
import io.affidavit.schemas.call.UsageSource;
import io.affidavit.schemas.routing.Candidate;
import io.affidavit.schemas.routing.CoolingState;
import io.affidavit.schemas.routing.RouteChoice;
import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.TokenUsage;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Makes attempts until one answers, the client has seen something, or none is left. Each failed
/// attempt is on record, together with the next choice, before the next one starts.
public final class Forward implements Stage {

    private static final long NANOS_PER_MICRO = 1000;
    private static final byte[] NOTHING = {};

    private final Attempts attempts;
    private final Retries retries;
    private final CallRecorder recorder;
    private final DeploymentHealth health;
    private final HealthRecorder changes;

    /// @param draws random numbers, at least 0, for pauses
    public Forward(
            Attempts attempts,
            ChooseRoute router,
            LongSupplier draws,
            CallRecorder recorder,
            Healths healths) {
        this.attempts = attempts;
        this.retries = new Retries(router, draws);
        this.recorder = recorder;
        this.health = healths.seen();
        this.changes = healths.changes();
    }

    /// What is known of deployments, and who is told when it changes.
    public record Healths(DeploymentHealth seen, HealthRecorder changes) {}

    @Override
    public StageResult apply(CallContext call) {
        for (int number = 1; ; number++) {
            CatalogPage.Deployment deployment = chosen(call);
            long start = System.nanoTime();
            call.tries().begin();
            AttemptEnd end = attempt(call, deployment);
            call.attempted(new Attempted(end, number, deployment, false));
            if (!(end instanceof AttemptEnd.Broken broken)) {
                return StageResult.PROCEED;
            }
            long micros = (System.nanoTime() - start) / NANOS_PER_MICRO;
            call.tries().failedAt(deployment.id());
            Recorded recorded =
                    record(
                            call,
                            failAttempt(
                                    call,
                                    broken,
                                    micros,
                                    next(call, deployment.id(), broken, number)),
                            broken);
            RouteChoice next = recorded.next();
            AttemptEnd over =
                    next == null ? recorded.over() : wait(call, broken, next.delayMillis());
            if (over != null) {
                call.attempted(new Attempted(over, number, deployment, next != null));
            }
            if (over != null || next == null) {
                return StageResult.PROCEED;
            }
        }
    }

    private AttemptEnd attempt(CallContext call, CatalogPage.Deployment deployment) {
        DeploymentHealth.Seen seen = health.of(deployment.id());
        boolean trial = call.takeClaim() || (isTrial(call.choice()) && seen.claimTrial());
        AttemptEnd end = made(call, deployment, seen, trial);
        HealthChange change =
                switch (end) {
                    case AttemptEnd.Answered(Produced produced) ->
                            seen.answered(trial, produced.firstByteMicros());
                    case AttemptEnd.Broken(AttemptFailure failure, Produced _) ->
                            broken(call, deployment, trial, failure);
                    case AttemptEnd.Left _, AttemptEnd.Stopped _ -> {
                        seen.leftAlone(trial);
                        yield null;
                    }
                };
        if (change != null) {
            changes.record(deployment.id(), change);
        }
        return end;
    }

    /// Whatever goes wrong in the gateway itself says nothing about the deployment.
    private AttemptEnd made(
            CallContext call,
            CatalogPage.Deployment deployment,
            DeploymentHealth.Seen seen,
            boolean trial) {
        seen.begun();
        boolean failed = true;
        try {
            Bridge bridge = bridge(call, deployment);
            AttemptEnd end = metered(call, bridge, attempts.make(call, deployment, bridge));
            failed = false;
            return end;
        } finally {
            if (failed) {
                seen.leftAlone(trial);
            }
        }
    }

    /// A deployment that found the request wrong is in good health.
    private @Nullable HealthChange broken(
            CallContext call,
            CatalogPage.Deployment deployment,
            boolean trial,
            AttemptFailure failure) {
        DeploymentHealth.Seen seen = health.of(deployment.id());
        return switch (failure.code().fault()) {
            case CLIENT -> seen.answered(trial, null);
            case GATEWAY -> {
                seen.leftAlone(trial);
                yield null;
            }
            case PROVIDER ->
                    seen.failed(
                            trial,
                            isAlone(call, deployment),
                            failure.code() == FailureCode.UPSTREAM_RATE_LIMITED
                                    ? new DeploymentHealth.Refusal(failure.retryAfterSeconds())
                                    : null);
        };
    }

    private static boolean isTrial(RouteChoice choice) {
        Candidate chosen = choice.chosenCandidate();
        return chosen != null && chosen.cooling() == CoolingState.TRIAL;
    }

    /// Whether nobody else answers the deployment's own alias.
    private static boolean isAlone(CallContext call, CatalogPage.Deployment deployment) {
        Alias alias = deployment.alias();
        return call.catalog().deployments(alias.value()).size() == 1
                && call.catalog().route(alias).rules().fallbacks().anyError().isEmpty();
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

    private @Nullable Choices next(
            CallContext call, DeploymentId failed, AttemptEnd.Broken broken, int number) {
        boolean isOver =
                broken.produced().begun() || call.client().isGone() || call.stop().isStopped();
        return isOver
                ? null
                : retries.next(
                        call, failed, broken.failure(), number, attempts.budget(call).leftMillis());
    }

    /// What became of the record of a failed attempt.
    ///
    /// @param next the choice of the next attempt that is on record; `null` when none follows
    /// @param over how the call ends because nothing can be recorded; `null` when it is on record
    private record Recorded(@Nullable RouteChoice next, @Nullable AttemptEnd over) {}

    private Recorded record(CallContext call, FailAttempt failed, AttemptEnd.Broken broken) {
        try {
            RouteChoice next = recorder.failAttempt(call, failed);
            if (next != null) {
                if (next.equals(failed.next())) {
                    call.chosen(new Choices(next, List.of()));
                } else {
                    call.rerouted(next);
                }
            }
            return new Recorded(next, null);
        } catch (RecordingFailed e) {
            return new Recorded(null, new AttemptEnd.Stopped(e.code(), broken.produced()));
        }
    }

    private static @Nullable AttemptEnd wait(
            CallContext call, AttemptEnd.Broken broken, long millis) {
        return millis == 0 ? null : Pause.await(call, millis, used(broken));
    }

    /// What a call has used that ends between two attempts: no answer, and only what may be
    /// charged.
    private static Produced used(AttemptEnd.Broken broken) {
        Produced produced = broken.produced();
        AnswerFacts facts =
                broken.failure().mayBeCharged()
                        ? produced.facts()
                        : new AnswerFacts(
                                null, null, null, null, TokenUsage.NONE, UsageSource.NONE);
        return new Produced(NOTHING, NOTHING, facts, false, produced.requestId(), null);
    }

    private static FailAttempt failAttempt(
            CallContext call, AttemptEnd.Broken broken, long micros, @Nullable Choices next) {
        Attempted last = call.attempted();
        AttemptFailure failure = broken.failure();
        return new FailAttempt(
                call.id(),
                last.number(),
                last.deployment().id(),
                failure.code(),
                failure.phase(),
                failure.status(),
                micros,
                failure.mayBeCharged(),
                used(broken).facts().usage(),
                next == null ? null : next.first(),
                next == null ? List.of() : next.otherwise());
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
