package io.affidavit.edge.dialect;

import io.affidavit.schemas.call.UsageSource;
import io.affidavit.schemas.value.TokenUsage;
import org.jspecify.annotations.Nullable;

/// What a provider's answer says about itself. Names are as sent, unchecked but bounded.
///
/// @param model the model that answered; `null` when none was named
/// @param id the answer's id; `null` when none was given
/// @param finishReason why the first choice ended; `null` when it does not say
/// @param serviceTier the service it came from, such as `flex`; `null` when it does not say
/// @param usage tokens in disjoint buckets
/// @param source `reported` by the provider, or `estimated` from the bytes seen
public record AnswerFacts(
        @Nullable String model,
        @Nullable String id,
        @Nullable String finishReason,
        @Nullable String serviceTier,
        TokenUsage usage,
        UsageSource source)
        implements AnswerResult {}
