package io.affidavit.query.evidence.export;

import io.affidavit.schemas.call.CallAbandoned;
import io.affidavit.schemas.call.CallAdmitted;
import io.affidavit.schemas.call.CallCompleted;
import io.affidavit.schemas.call.CallConcludedLate;
import io.affidavit.schemas.call.CallFailed;
import io.affidavit.schemas.call.CallRefused;
import io.affidavit.schemas.call.GuardrailJudged;
import io.affidavit.schemas.policy.Verdict;
import io.affidavit.schemas.value.DomainEvent;
import io.affidavit.schemas.value.NanoUsd;
import io.affidavit.schemas.value.TokenUsage;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the calls of a bundle come to. For one thread.
final class Tally {

    private final Map<String, Long> outcomes = new TreeMap<>();
    private final Map<Verdict, Long> verdicts = new EnumMap<>(Verdict.class);
    private long admitted;
    private long input;
    private long output;
    private long unpriced;
    private long nanoUsd;

    void add(DomainEvent event) {
        switch (event) {
            case CallAdmitted _ -> admitted++;
            case GuardrailJudged judged -> verdicts.merge(judged.verdict(), 1L, Long::sum);
            case CallRefused _ -> outcome("refused");
            case CallAbandoned _ -> outcome("abandoned");
            case CallCompleted ended -> {
                outcome(ended.outcome().code());
                use(ended.usage(), ended.costNanoUsd());
            }
            case CallFailed ended -> {
                outcome("failed");
                use(ended.usage(), ended.costNanoUsd());
            }
            case CallConcludedLate ended -> {
                outcome("concluded late");
                use(ended.usage(), ended.costNanoUsd());
            }
            case DomainEvent _ -> {
                // No call ends by it.
            }
        }
    }

    private void outcome(String code) {
        outcomes.merge(code, 1L, Long::sum);
    }

    private void use(TokenUsage usage, @Nullable NanoUsd cost) {
        input = Math.addExact(input, usage.totalInput());
        output = Math.addExact(output, usage.totalOutput());
        if (cost != null) {
            nanoUsd = Math.addExact(nanoUsd, cost.value());
        } else if (usage.total() > 0) {
            unpriced++;
        }
    }

    /// Whether there is anything to tell.
    boolean isEmpty() {
        return admitted == 0 && outcomes.isEmpty();
    }

    void tell(Html html) {
        html.raw("<div class=\"figures\">\n");
        figure(html, Long.toString(admitted), "calls admitted");
        outcomes.forEach((code, count) -> figure(html, Long.toString(count), code));
        figure(html, input + " / " + output, "tokens in / out");
        figure(html, "$" + new NanoUsd(nanoUsd).toUsd(), "cost");
        if (unpriced > 0) {
            figure(html, Long.toString(unpriced), "without a price");
        }
        verdicts.forEach((verdict, count) ->
                figure(html, Long.toString(count), "verdicts: " + verdict.code()));
        html.raw("</div>\n");
    }

    private static void figure(Html html, String value, String name) {
        html.raw("<div class=\"figure\"><b>")
                .text(value)
                .raw("</b><span>")
                .text(name)
                .raw("</span></div>\n");
    }
}
