package io.affidavit.edge.metrics;

import io.affidavit.schemas.value.TokenUsage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/// Tokens of concluded calls in disjoint buckets, as recorded: they add up.
final class TokenCounters {

    private final Counter input;
    private final Counter cachedInput;
    private final Counter cacheWrite;
    private final Counter output;
    private final Counter reasoning;

    TokenCounters(MeterRegistry registry) {
        input = counter(registry, "input");
        cachedInput = counter(registry, "cached_input");
        cacheWrite = counter(registry, "cache_write");
        output = counter(registry, "output");
        reasoning = counter(registry, "reasoning");
    }

    void add(TokenUsage usage) {
        input.increment((double) usage.input());
        cachedInput.increment((double) usage.cachedInput());
        cacheWrite.increment((double) usage.cacheWrite());
        output.increment((double) usage.output());
        reasoning.increment((double) usage.reasoning());
    }

    private static Counter counter(MeterRegistry registry, String bucket) {
        return Counter.builder("affidavit.tokens")
                .description("Tokens of concluded calls, in disjoint buckets that add up")
                .tag("bucket", bucket)
                .register(registry);
    }
}
