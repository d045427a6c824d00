package io.affidavit.edge.anthropic;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a family of models can be asked, as data (Anthropic's models overview, effort and extended
/// thinking pages, read 2026-11-25).
///
/// @param family beginning of the model's name, behind whatever stands before `claude-`
/// @param maxOutputTokens most tokens of one answer, thinking included; the default where a request
///   names no bound
/// @param sampling whether `temperature`, `top_p` and `top_k` are taken
/// @param thinking how thinking is asked for
/// @param effort the levels of `output_config.effort` that are known
/// @param schemas whether `output_config.format` and strict tools are taken
public record ModelTraits(
        String family,
        int maxOutputTokens,
        Sampling sampling,
        Thinking thinking,
        Effort effort,
        boolean schemas) {

    /// How far the choice of words can be steered.
    public enum Sampling {
        /// `temperature` and `top_p` together.
        FREE,
        /// Either of the two.
        EITHER,
        /// Refused with a 400.
        NONE
    }

    /// How thinking is asked for.
    public enum Thinking {
        NONE,
        /// `{"type":"enabled","budget_tokens":N}`
        BUDGET,
        /// `{"type":"adaptive"}`
        ADAPTIVE
    }

    /// Levels of effort, each set with all that stand before it.
    public enum Effort {
        NONE,
        HIGH,
        MAX,
        XHIGH
    }

    private static final String MARK = "claude-";
    private static final int UNKNOWN_MAX = 4096;

    /// The first that fits counts, so a longer name stands before its beginning.
    private static final List<ModelTraits> FAMILIES =
            List.of(
                    early("claude-3-5-", 8_192),
                    budget("claude-3-7-", 64_000, Sampling.FREE, Effort.NONE, false),
                    early("claude-3-", 4_096),
                    budget("claude-haiku-4-5", 64_000, Sampling.EITHER, Effort.NONE, true),
                    budget("claude-sonnet-4-5", 64_000, Sampling.EITHER, Effort.NONE, true),
                    adaptive("claude-sonnet-4-6", Sampling.EITHER, Effort.MAX),
                    budget("claude-sonnet-4", 64_000, Sampling.FREE, Effort.NONE, false),
                    budget("claude-opus-4-1", 32_000, Sampling.EITHER, Effort.NONE, false),
                    budget("claude-opus-4-5", 64_000, Sampling.EITHER, Effort.HIGH, true),
                    adaptive("claude-opus-4-6", Sampling.EITHER, Effort.MAX),
                    adaptive("claude-opus-4-7", Sampling.NONE, Effort.XHIGH),
                    adaptive("claude-opus-4-8", Sampling.NONE, Effort.XHIGH),
                    budget("claude-opus-4", 32_000, Sampling.FREE, Effort.NONE, false),
                    adaptive("claude-opus-5", Sampling.NONE, Effort.XHIGH),
                    adaptive("claude-sonnet-5", Sampling.NONE, Effort.XHIGH),
                    adaptive("claude-haiku-5", Sampling.NONE, Effort.XHIGH),
                    adaptive("claude-fable-", Sampling.NONE, Effort.XHIGH),
                    adaptive("claude-mythos-", Sampling.NONE, Effort.XHIGH));

    /// Newer than this table: it refuses what the newest refuse and is promised nothing.
    private static final ModelTraits NEWER =
            new ModelTraits(MARK, UNKNOWN_MAX, Sampling.NONE, Thinking.ADAPTIVE, Effort.HIGH, true);

    /// Another maker's model behind the same protocol.
    private static final ModelTraits FOREIGN =
            new ModelTraits("", UNKNOWN_MAX, Sampling.FREE, Thinking.NONE, Effort.NONE, false);

    /// What the words for effort of OpenAI's dialect come to, and how many tokens of thinking they
    /// stand for where effort is unknown.
    private static final Map<String, Long> BUDGETS =
            Map.of(
                    "minimal", 1_024L, "low", 1_024L, "medium", 2_048L, "high", 4_096L, "xhigh",
                    8_192L, "max", 16_384L);

    /// The traits of a model by the provider's name of it.
    public static ModelTraits of(String model) {
        String name = model.toLowerCase(Locale.ROOT);
        int at = name.indexOf(MARK);
        if (at < 0) {
            return FOREIGN;
        }
        for (ModelTraits traits : FAMILIES) {
            if (name.startsWith(traits.family, at)) {
                return traits;
            }
        }
        return NEWER;
    }

    /// The level of effort nearest to a word of OpenAI's dialect; `null` where none can be given.
    public @Nullable String effortFor(String word) {
        if (effort == Effort.NONE) {
            return null;
        }
        return switch (word) {
            case "none", "minimal", "low" -> "low";
            case "medium", "high" -> word;
            case "xhigh" -> effort == Effort.XHIGH ? "xhigh" : "high";
            case "max" -> effort == Effort.HIGH ? "high" : "max";
            default -> null;
        };
    }

    /// Tokens of thinking that a word for effort stands for; 0 for none.
    public static long budgetFor(String word) {
        return BUDGETS.getOrDefault(word, 0L);
    }

    private static ModelTraits early(String family, int maxOutput) {
        return new ModelTraits(family, maxOutput, Sampling.FREE, Thinking.NONE, Effort.NONE, false);
    }

    private static ModelTraits budget(
            String family, int maxOutput, Sampling sampling, Effort effort, boolean schemas) {
        return new ModelTraits(family, maxOutput, sampling, Thinking.BUDGET, effort, schemas);
    }

    private static ModelTraits adaptive(String family, Sampling sampling, Effort effort) {
        return new ModelTraits(family, 128_000, sampling, Thinking.ADAPTIVE, effort, true);
    }
}
