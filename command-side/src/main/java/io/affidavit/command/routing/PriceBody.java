package io.affidavit.command.routing;

import io.affidavit.command.web.Fields;
import io.affidavit.command.web.Form;
import io.affidavit.schemas.routing.Price;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads the member `price` of a deployment.
final class PriceBody {

    static final String MEMBER = "price";

    private static final Form USD = Form.matching(Price.FORM, 15).inWords(Price.WORDS);

    private static final String FREE = "free";
    private static final String INPUT = "inputPerMillionUsd";
    private static final String OUTPUT = "outputPerMillionUsd";
    private static final String CACHED_INPUT = "cachedInputPerMillionUsd";
    private static final String CACHE_WRITE = "cacheWritePerMillionUsd";
    private static final String REASONING = "reasoningPerMillionUsd";
    private static final String PER_REQUEST = "perRequestUsd";
    private static final List<String> RATES =
            List.of(INPUT, OUTPUT, CACHED_INPUT, CACHE_WRITE, REASONING, PER_REQUEST);

    private final Fields fields;
    private final Map<String, @Nullable String> rates = new LinkedHashMap<>();

    private PriceBody(Fields fields) {
        this.fields = fields;
        RATES.forEach(rate -> rates.put(rate, fields.optional(rate, USD)));
    }

    /// The price; `null` when none is given, or a wrong one, which the request's end refuses.
    static @Nullable Price read(Fields deployment) {
        boolean given = deployment.isGiven(MEMBER);
        Fields fields = deployment.nested(MEMBER);
        Boolean free = fields.optionalBoolean(FREE);
        PriceBody body = new PriceBody(fields);
        if (!given) {
            return null;
        }
        return Boolean.TRUE.equals(free) ? body.free() : body.price();
    }

    private Price free() {
        if (rates.values().stream().anyMatch(Objects::nonNull)) {
            fields.invalid(FREE, "true with a price (expected: one of both)");
        }
        return Price.FREE;
    }

    private @Nullable Price price() {
        String input = given(INPUT);
        String output = given(OUTPUT);
        if (input == null || output == null || !RATES.stream().allMatch(this::isRight)) {
            return null;
        }
        try {
            return Price.perMillionUsd(
                    input,
                    rates.get(CACHED_INPUT),
                    rates.get(CACHE_WRITE),
                    output,
                    rates.get(REASONING),
                    rates.get(PER_REQUEST));
        } catch (IllegalArgumentException e) {
            fields.invalid(FREE, "absent where all is 0 (expected: true, or a price above 0)");
            return null;
        }
    }

    private @Nullable String given(String rate) {
        if (!fields.isGiven(rate)) {
            fields.missing(rate, USD);
        }
        return rates.get(rate);
    }

    private boolean isRight(String rate) {
        return rates.get(rate) != null || !fields.isGiven(rate);
    }
}
