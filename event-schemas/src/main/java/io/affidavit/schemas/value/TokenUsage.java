package io.affidavit.schemas.value;

/// Tokens of a call in disjoint buckets: no token is counted in two of them.
///
/// @param input prompt tokens that were neither read from nor written to a cache
/// @param cachedInput prompt tokens read from the provider's cache
/// @param cacheWrite prompt tokens written to the provider's cache
/// @param output completion tokens without reasoning
/// @param reasoning hidden completion tokens
@Public
public record TokenUsage(
        long input, long cachedInput, long cacheWrite, long output, long reasoning) {

    /// Nothing was used.
    public static final TokenUsage NONE = new TokenUsage(0, 0, 0, 0, 0);

    public TokenUsage {
        if ((input | cachedInput | cacheWrite | output | reasoning) < 0) {
            throw new IllegalArgumentException("usage: negative bucket (expected: all >= 0)");
        }
    }

    /// Prompt tokens as OpenAI counts them: cache reads and writes included.
    public long totalInput() {
        return input + cachedInput + cacheWrite;
    }

    /// Completion tokens as OpenAI counts them: reasoning included.
    public long totalOutput() {
        return output + reasoning;
    }

    /// Prompt and completion together.
    public long total() {
        return totalInput() + totalOutput();
    }
}
