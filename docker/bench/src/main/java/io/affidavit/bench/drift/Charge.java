package io.affidavit.bench.drift;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.SplittableRandom;

/// What the provider counts of one answer, and what it asks for it by the price it agreed upon.
///
/// @param model that answered
/// @param prompt prompt tokens, those from its cache included
/// @param cached of them from its cache
/// @param completion completion tokens, those of reasoning included
/// @param reasoning of them for reasoning
record Charge(String model, long prompt, long cached, long completion, long reasoning) {

    private static final BigDecimal NANO = BigDecimal.valueOf(1_000_000_000);
    private static final int MILLION_DIGITS = 6;

    /// The models and their prices, as an operator types them: members of a deployment's `price`.
    static final Map<String, Map<String, Object>> PRICES =
            Map.of(
                    "dear",
                    Map.of(
                            "inputPerMillionUsd", "2.5",
                            "cachedInputPerMillionUsd", "1.25",
                            "outputPerMillionUsd", "10",
                            "reasoningPerMillionUsd", "12.345678901",
                            "perRequestUsd", "0.000010007"),
                    "cheap",
                    Map.of(
                            "inputPerMillionUsd", "0.150000001",
                            "cachedInputPerMillionUsd", "0.075",
                            "outputPerMillionUsd", "0.6",
                            "reasoningPerMillionUsd", "0.6",
                            "perRequestUsd", "0"));

    static Charge draw(String model, SplittableRandom random) {
        long prompt = random.nextLong(1, 3_000);
        long completion = random.nextLong(1, 1_500);
        return new Charge(
                model,
                prompt,
                random.nextLong(0, prompt + 1),
                completion,
                random.nextLong(0, completion + 1));
    }

    /// The amount, any fraction of a nano-USD rounded up.
    long nanoUsd() {
        BigDecimal exact =
                tokens(prompt - cached, "inputPerMillionUsd")
                        .add(tokens(cached, "cachedInputPerMillionUsd"))
                        .add(tokens(completion - reasoning, "outputPerMillionUsd"))
                        .add(tokens(reasoning, "reasoningPerMillionUsd"))
                        .add(price("perRequestUsd"));
        return exact.multiply(NANO).setScale(0, RoundingMode.CEILING).longValueExact();
    }

    private BigDecimal tokens(long tokens, String kind) {
        return price(kind).multiply(BigDecimal.valueOf(tokens)).movePointLeft(MILLION_DIGITS);
    }

    private BigDecimal price(String kind) {
        Object price = PRICES.getOrDefault(model, Map.of()).get(kind);
        return new BigDecimal(String.valueOf(price));
    }

    /// Member `usage` of the answer.
    String usage() {
        return """
        {"prompt_tokens":%d,"completion_tokens":%d,"total_tokens":%d,\
        "prompt_tokens_details":{"cached_tokens":%d},\
        "completion_tokens_details":{"reasoning_tokens":%d}}\
        """
                .formatted(prompt, completion, prompt + completion, cached, reasoning);
    }
}
