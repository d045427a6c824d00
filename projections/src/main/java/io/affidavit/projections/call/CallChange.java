package io.affidavit.projections.call;

import io.affidavit.schemas.call.AttemptFailed;
import io.affidavit.schemas.call.CallAbandoned;
import io.affidavit.schemas.call.CallAdmitted;
import io.affidavit.schemas.call.CallCompleted;
import io.affidavit.schemas.call.CallConcludedLate;
import io.affidavit.schemas.call.CallEvent;
import io.affidavit.schemas.call.CallFailed;
import io.affidavit.schemas.call.CallOutcome;
import io.affidavit.schemas.call.CallRefused;
import io.affidavit.schemas.call.GuardrailJudged;
import io.affidavit.schemas.call.RouteChosen;
import io.affidavit.schemas.call.Timings;
import io.affidavit.schemas.policy.Direction;
import io.affidavit.schemas.policy.Verdict;
import io.affidavit.schemas.routing.Candidate;
import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.CallId;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.NanoUsd;
import io.affidavit.schemas.value.ProjectId;
import io.affidavit.schemas.value.TeamId;
import io.affidavit.schemas.value.TokenUsage;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What one batch says about one call; nothing about what it leaves as it was. For one thread.
final class CallChange {

    final CallId callId;
    @Nullable CallOpening opening;
    @Nullable Candidate target;
    @Nullable Verdict prompt;
    @Nullable Verdict completion;
    @Nullable Ending ending;
    @Nullable Metering metering;
    int attempts;
    private int requests;

    /// How a call ended, and when.
    record Ending(CallOutcome outcome, @Nullable FailureCode failure, Instant at) {}

    /// What a call used.
    record Metering(TokenUsage usage, @Nullable NanoUsd cost, Timings timings) {}

    CallChange(CallId callId) {
        this.callId = callId;
    }

    void apply(CallEvent event, long position, String node) {
        switch (event) {
            case CallAdmitted admitted -> opening = CallOpening.of(admitted, position, node);
            case CallRefused refused -> {
                opening = CallOpening.of(refused, position, node);
                ending = new Ending(CallOutcome.REFUSED, refused.failure(), refused.decidedAt());
            }
            case GuardrailJudged judged -> judged(judged.direction(), judged.verdict());
            case RouteChosen route -> chosen(route);
            case AttemptFailed failed -> attempts = Math.max(attempts, failed.attempt());
            case CallCompleted done -> {
                ending(new Ending(done.outcome(), null, done.decidedAt()));
                metering = new Metering(done.usage(), done.costNanoUsd(), done.timings());
            }
            case CallFailed failed -> {
                ending(new Ending(CallOutcome.FAILED, failed.failure(), failed.decidedAt()));
                metering = new Metering(failed.usage(), failed.costNanoUsd(), failed.timings());
            }
            case CallAbandoned left ->
                    ending(new Ending(CallOutcome.ABANDONED, null, left.decidedAt()));
            case CallConcludedLate late -> {
                // Counted when it was abandoned; only what it used is new.
                ending = new Ending(late.outcome(), late.failure(), late.decidedAt());
                metering = new Metering(late.usage(), late.costNanoUsd(), late.timings());
            }
        }
    }

    boolean isBeginning() {
        return opening != null;
    }

    boolean isOver() {
        return ending != null;
    }

    /// Whether anything of this batch belongs into the spend view.
    boolean isAccountable() {
        return requests > 0 || metering != null;
    }

    /// What a call spent that began in this batch.
    Spent spent() {
        CallOpening from = Objects.requireNonNull(opening);
        return spent(
                new Spent.Line(
                        from.key().value(),
                        from.at().truncatedTo(ChronoUnit.HOURS),
                        text(from.alias(), Alias::value),
                        text(target, chosen -> chosen.deployment().value()),
                        text(target, chosen -> chosen.provider().value()),
                        text(target, Candidate::upstreamModel),
                        text(from.team(), TeamId::value),
                        text(from.project(), ProjectId::value),
                        from.organization().value()));
    }

    /// What this batch adds to a line.
    Spent spent(Spent.Line line) {
        Metering used = metering;
        return used == null
                ? new Spent(line, requests, unpriced(), TokenUsage.NONE, 0)
                : new Spent(line, requests, unpriced(), used.usage(), nanoUsd(used.cost()));
    }

    /// By how many the requests of unknown cost change: an abandoned call is one of them until a
    /// late conclusion tells what it used.
    private int unpriced() {
        int before = requests == 0 ? 1 : 0;
        return (isUnpriced() ? 1 : 0) - before;
    }

    private boolean isUnpriced() {
        Metering used = metering;
        if (used != null && used.cost() != null) {
            return false;
        }
        return switch (Objects.requireNonNull(ending).outcome()) {
            case COMPLETED, CLIENT_CLOSED, ABANDONED -> true;
            case FAILED, REFUSED -> used != null && used.usage().total() > 0;
        };
    }

    private static <T> String text(@Nullable T value, Function<T, String> member) {
        return value == null ? "" : member.apply(value);
    }

    private static long nanoUsd(@Nullable NanoUsd cost) {
        return cost == null ? 0 : cost.value();
    }

    private void ending(Ending terminal) {
        ending = terminal;
        requests = 1;
    }

    private void judged(Direction direction, Verdict verdict) {
        switch (direction) {
            case PROMPT -> prompt = verdict;
            case COMPLETION -> completion = verdict;
        }
    }

    private void chosen(RouteChosen route) {
        for (Candidate candidate : route.choice().candidates()) {
            if (candidate.deployment().equals(route.choice().chosen())) {
                target = candidate;
                attempts = Math.max(attempts, route.attempt());
            }
        }
    }
}
