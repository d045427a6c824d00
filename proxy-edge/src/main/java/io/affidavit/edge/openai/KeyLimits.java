package io.affidavit.edge.openai;

import io.affidavit.edge.json.JsonString;
import io.affidavit.schemas.access.LimitUnit;
import io.affidavit.schemas.access.LimitUse;
import io.affidavit.schemas.value.NanoUsd;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The limits of a key in the body of `GET /v1/key`: `limit` and `limit_remaining` are the tightest
/// hard budget in USD, `null` where there is none, and `limits` are all of them.
final class KeyLimits {

    private KeyLimits() {}

    static void append(StringBuilder out, List<LimitUse> limits) {
        Optional<LimitUse> budget =
                limits.stream()
                        .filter(use -> use.terms().hard() && use.terms().unit() == LimitUnit.USD)
                        .min(Comparator.comparingLong(LimitUse::remaining));
        out.append("\"limit\":").append(budget.map(use -> usd(use.amount())).orElse("null"));
        out.append(",\"limit_remaining\":")
                .append(budget.map(use -> usd(use.remaining())).orElse("null"));
        out.append(",\"limits\":[");
        String separator = "";
        for (LimitUse use : limits) {
            append(out.append(separator), use);
            separator = ",";
        }
        out.append(']');
    }

    private static void append(StringBuilder out, LimitUse use) {
        LimitUnit unit = use.terms().unit();
        text(out.append('{'), "id", use.terms().limit().value());
        text(out.append(','), "scope", use.terms().scope().toString());
        text(out.append(','), "unit", unit.code());
        text(out.append(','), "window", use.terms().window().code());
        text(out.append(','), "amount", amount(unit, use.amount()));
        text(out.append(','), "spent", amount(unit, use.spent()));
        text(out.append(','), "held", amount(unit, use.held()));
        text(out.append(','), "remaining", amount(unit, use.remaining()));
        out.append(",\"hard\":").append(use.terms().hard()).append(",\"resets_at\":");
        if (use.resetsAt() == null) {
            out.append("null");
        } else {
            JsonString.append(out, use.resetsAt().toString());
        }
        out.append('}');
    }

    private static void text(StringBuilder out, String name, String value) {
        JsonString.append(out.append('"').append(name).append("\":"), value);
    }

    private static String amount(LimitUnit unit, long amount) {
        return unit == LimitUnit.USD ? usd(amount) : Long.toString(amount);
    }

    private static String usd(long nano) {
        return new NanoUsd(Math.max(0, nano)).toUsd();
    }
}
