package io.affidavit.query.evidence.export;

import io.affidavit.schemas.access.Booking;
import io.affidavit.schemas.access.LimitUnit;
import io.affidavit.schemas.call.AttemptFailed;
import io.affidavit.schemas.call.CallAbandoned;
import io.affidavit.schemas.call.CallAdmitted;
import io.affidavit.schemas.call.CallCompleted;
import io.affidavit.schemas.call.CallConcludedLate;
import io.affidavit.schemas.call.CallEvent;
import io.affidavit.schemas.call.CallFailed;
import io.affidavit.schemas.call.CallRefused;
import io.affidavit.schemas.call.GuardrailJudged;
import io.affidavit.schemas.call.LimitExceeded;
import io.affidavit.schemas.call.RouteChosen;
import io.affidavit.schemas.policy.Finding;
import io.affidavit.schemas.policy.Verdict;
import io.affidavit.schemas.routing.Candidate;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.NanoUsd;
import io.affidavit.schemas.value.TokenUsage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells people one decision of a call: what was decided, and what went into it.
final class Telling {

    private final Html html;

    Telling(Html html) {
        this.html = html;
    }

    void tell(CallEvent event) {
        switch (event) {
            case CallAdmitted admitted -> admitted(admitted);
            case GuardrailJudged judged -> judged(judged);
            case RouteChosen chosen -> chosen(chosen);
            case AttemptFailed failed -> failed(failed);
            case CallCompleted ended -> {
                head("Completed", "good", ended.outcome().code());
                html.row("answered by", ended.provider() + " / " + ended.deployment());
                html.row("model that answered", ended.upstreamModel());
                html.code("provider's request id", ended.providerRequestId());
                html.row("finish reason", ended.finishReason());
                use(ended.usage(), ended.costNanoUsd(), ended.priceId(), ended.settled());
                html.row("duration", micros(ended.timings().totalMicros()));
                end();
            }
            case CallFailed ended -> {
                head("Failed", "bad", words(ended.failure()));
                html.row("attempts", Integer.toString(ended.attempts()));
                use(ended.usage(), ended.costNanoUsd(), ended.priceId(), ended.settled());
                html.row("duration", micros(ended.timings().totalMicros()));
                end();
            }
            case CallAbandoned ended -> {
                head("Abandoned", "bad", "node lost");
                html.code("node", ended.node().value());
                html.row("its lease ended", ended.leaseEndedAt().toString());
                bookings("settled", ended.settled());
                end();
            }
            case CallConcludedLate ended -> {
                head("Concluded late", "mild", ended.outcome().code());
                use(ended.usage(), ended.costNanoUsd(), ended.priceId(), ended.settled());
                end();
            }
            case CallRefused refused -> refused(refused);
        }
    }

    private void admitted(CallAdmitted admitted) {
        head("Admitted", "good", "may be forwarded");
        html.code("policy in force", admitted.policy().value());
        html.row("size of the request", admitted.requestBytes() + " bytes");
        html.row("asked for a stream", admitted.stream() ? "yes" : "no");
        html.row(
                "estimate",
                admitted.estimate().inputTokens()
                        + " tokens in, at most "
                        + admitted.estimate().outputTokens()
                        + " out ("
                        + admitted.estimate().method()
                        + ")");
        bookings("held", admitted.holds());
        html.code("trace", admitted.traceParent());
        end();
    }

    private void judged(GuardrailJudged judged) {
        Verdict verdict = judged.verdict();
        String kind =
                switch (verdict) {
                    case ALLOW -> "good";
                    case FLAG, REDACT -> "mild";
                    case BLOCK -> "bad";
                };
        head("Judged: " + judged.direction().code(), kind, verdict.code());
        html.code("policy", judged.policy().value());
        if (judged.findings().isEmpty()) {
            html.row("findings", "none");
        }
        for (Finding finding : judged.findings()) {
            html.row(
                    finding.kind(),
                    finding.path()
                            + " ["
                            + finding.start()
                            + ", "
                            + finding.end()
                            + ") by "
                            + finding.detector()
                            + " "
                            + finding.detectorVersion());
        }
        end();
    }

    private void chosen(RouteChosen chosen) {
        Candidate winner = chosen.choice().chosenCandidate();
        head(
                "Route, attempt " + chosen.attempt(),
                winner == null ? "bad" : "good",
                winner == null ? "none eligible" : winner.provider().value());
        html.row("strategy", chosen.choice().strategy().code());
        html.row("random draw", chosen.choice().draw());
        for (Candidate candidate : chosen.choice().candidates()) {
            html.row(
                    candidate.equals(winner) ? "chosen" : "considered",
                    candidate.provider()
                            + " / "
                            + candidate.upstreamModel()
                            + ", order "
                            + candidate.order()
                            + ", weight "
                            + candidate.weight()
                            + (candidate.dropped() == null
                                    ? ""
                                    : ", dropped: " + candidate.dropped().code()));
        }
        bookings("held", chosen.holds());
        end();
    }

    private void failed(AttemptFailed failed) {
        head("Attempt " + failed.attempt() + " failed", "bad", words(failed.failure()));
        html.code("deployment", failed.deployment().value());
        html.row("where", failed.phase().code());
        Integer status = failed.upstreamStatus();
        html.row("provider's status", status == null ? null : status.toString());
        html.row("after", micros(failed.elapsedMicros()));
        html.row("may be charged", failed.mayBeCharged() ? "yes" : "no");
        bookings("settled", failed.settled());
        limit("no other attempt: all that is left is full, first to have room", failed.limit());
        end();
    }

    private void refused(CallRefused refused) {
        head("Refused", "bad", words(refused.failure()));
        html.row("because of", refused.param());
        limit("limit", refused.limit());
        end();
    }

    private void limit(String what, @Nullable LimitExceeded limit) {
        if (limit != null) {
            html.code(what, limit.limit().value());
            html.row("amount", amount(limit.unit(), limit.amount()));
            html.row("spent", amount(limit.unit(), limit.spent()));
            html.row("held", amount(limit.unit(), limit.held()));
            html.row("needed", amount(limit.unit(), limit.needed()));
        }
    }

    private void use(
            TokenUsage usage,
            @Nullable NanoUsd cost,
            @Nullable String priceId,
            List<Booking> settled) {
        html.row("tokens", usage.totalInput() + " in, " + usage.totalOutput() + " out");
        html.row("cost", cost == null ? "unknown: no price" : "$" + cost.toUsd());
        html.code("price", priceId);
        bookings("settled", settled);
    }

    private void bookings(String what, List<Booking> bookings) {
        bookings.forEach(booking ->
                html.row(
                        what + " on " + booking.limit().value(),
                        amount(booking.unit(), booking.amount())));
    }

    private void head(String title, String kind, String word) {
        html.raw("<h3>").text(title).raw(" ").badge(kind, word).raw("</h3>\n<table>\n");
    }

    private void end() {
        html.raw("</table>\n");
    }

    private static String amount(LimitUnit unit, long amount) {
        return unit == LimitUnit.USD
                ? "$" + new NanoUsd(amount).toUsd()
                : amount + " " + unit.code().replace('_', ' ');
    }

    private static String micros(long micros) {
        return micros / 1_000 + "." + "%03d".formatted(micros % 1_000) + " ms";
    }

    private static String words(FailureCode failure) {
        return failure.code().replace('_', ' ');
    }
}
