package io.affidavit.edge.metrics;

import static io.affidavit.edge.metrics.CounterGrid.place;

import io.affidavit.edge.call.AttemptEnd;
import io.affidavit.edge.call.Attempted;
import io.affidavit.edge.call.CallContext;
import io.affidavit.edge.call.CallMeter;
import io.affidavit.edge.metrics.CounterGrid.Label;
import io.affidavit.schemas.call.CallCommand;
import io.affidavit.schemas.call.CallCommand.AdmitCall;
import io.affidavit.schemas.call.CallCommand.CompleteCall;
import io.affidavit.schemas.call.CallCommand.FailAttempt;
import io.affidavit.schemas.call.CallCommand.FailCall;
import io.affidavit.schemas.call.CallCommand.RefuseCall;
import io.affidavit.schemas.call.CallOutcome;
import io.affidavit.schemas.call.Surface;
import io.affidavit.schemas.call.Timings;
import io.affidavit.schemas.routing.Protocol;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.TokenUsage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the edge counts of calls. Concluded calls are counted when their end is durable, so that
/// the figures agree with the log.
///
/// Nothing here is found by name on the way of a call: enums have their places in arrays.
public final class EdgeMeters implements CallMeter {

    private static final Surface[] SURFACES = Surface.values();
    private static final Protocol[] PROTOCOLS = Protocol.values();
    private static final FailureCode[] FAILURES = FailureCode.values();
    private static final int ANSWERED = FAILURES.length;
    private static final int LEFT = FAILURES.length + 1;
    private static final String NONE = "none";

    private final CounterGrid calls;
    private final CounterGrid attempts;
    private final CounterGrid refusals;
    private final Counter unrecorded;
    private final CallDurations durations;
    private final TokenCounters tokens;

    /// Counts into this registry.
    public EdgeMeters(MeterRegistry registry) {
        Label reason = Label.of("reason", FAILURES, FailureCode::code);
        calls =
                new CounterGrid(
                        registry,
                        "affidavit.calls",
                        "Authenticated calls that ended, by their outcome",
                        Label.of("outcome", CallOutcome.values(), CallOutcome::code),
                        Label.of("surface", SURFACES, Surface::code).or(NONE),
                        Label.of("protocol", PROTOCOLS, Protocol::code).or(NONE));
        attempts =
                new CounterGrid(
                        registry,
                        "affidavit.attempts",
                        "Attempts at deployments that ended: answered, left by the client, or why not",
                        new Label(
                                "outcome",
                                Stream.concat(
                                                reason.values().stream(),
                                                Stream.of("answered", "left"))
                                        .toList()));
        refusals =
                new CounterGrid(
                        registry,
                        "affidavit.refusals",
                        "Requests answered with a refusal before anything was admitted",
                        reason);
        unrecorded =
                Counter.builder("affidavit.recording.failures")
                        .description("Facts that the edge could not make durable, each try counted")
                        .register(registry);
        durations = new CallDurations(registry);
        tokens = new TokenCounters(registry);
    }

    @Override
    public void recorded(CallContext call, CallCommand fact) {
        switch (fact) {
            case AdmitCall _ -> durations.admitted(call.elapsedMicros());
            case FailAttempt failed -> attempts.increment(place(failed.failure()));
            case CompleteCall done ->
                    concluded(call, done.outcome(), done.timings(), done.metered().usage());
            case FailCall failed ->
                    concluded(call, CallOutcome.FAILED, failed.timings(), failed.metered().usage());
            case RefuseCall _, CallCommand.CoalesceRefusals _, CallCommand.AbandonCall _ -> {}
        }
    }

    @Override
    public void unrecorded(FailureCode why) {
        unrecorded.increment();
    }

    @Override
    public void refused(CallContext call, FailureCode why) {
        refusals.increment(place(why));
        if (call.isAuthenticated()) {
            count(call, CallOutcome.REFUSED, null);
        }
    }

    @Override
    public void turnedAway(FailureCode why) {
        refusals.increment(place(why));
    }

    private void concluded(
            CallContext call, CallOutcome outcome, Timings timings, TokenUsage usage) {
        Attempted last = call.attemptedOrNull();
        count(call, outcome, last == null ? null : protocol(call, last));
        if (last != null && !last.recorded()) {
            attempted(last.end());
        }
        durations.concluded(timings.firstByteMicros(), call.elapsedMicros());
        tokens.add(usage);
    }

    /// A broken attempt is counted when its failure is on record, also if it was the last one.
    private void attempted(AttemptEnd end) {
        switch (end) {
            case AttemptEnd.Answered _ -> attempts.increment(ANSWERED);
            case AttemptEnd.Left _ -> attempts.increment(LEFT);
            case AttemptEnd.Stopped stopped -> attempts.increment(place(stopped.why()));
            case AttemptEnd.Broken _ -> {}
        }
    }

    private void count(CallContext call, CallOutcome outcome, @Nullable Protocol protocol) {
        Surface surface = call.endpoint().surface();
        int cell = place(outcome);
        cell = cell * calls.size(1) + (surface == null ? SURFACES.length : place(surface));
        cell = cell * calls.size(2) + (protocol == null ? PROTOCOLS.length : place(protocol));
        calls.increment(cell);
    }

    private static @Nullable Protocol protocol(CallContext call, Attempted last) {
        var provider = call.catalog().provider(last.deployment().provider());
        return provider == null ? null : provider.protocol();
    }
}
