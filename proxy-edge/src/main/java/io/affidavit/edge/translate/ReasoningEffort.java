package io.affidavit.edge.translate;

import io.affidavit.edge.json.JsonValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How much a model shall think, in OpenAI's words.
final class ReasoningEffort {

    private static final List<String> LEVELS = List.of("low", "medium", "high", "xhigh", "max");

    /// Most tokens of thinking that still are a low or a medium effort.
    private static final long LOW = 2_048;

    private static final long MEDIUM = 8_192;

    private ReasoningEffort() {}

    /// The level; `null` where the client left it to the model.
    ///
    /// @param effort member `output_config.effort`, which both APIs name alike
    /// @param thinking member `thinking`; its budget is weighed where no effort is given
    static @Nullable String level(@Nullable JsonValue effort, @Nullable JsonValue thinking) {
        String named = JsonValue.text(effort, "");
        if (LEVELS.contains(named)) {
            return named;
        }
        JsonValue budget = thinking == null ? null : thinking.get("budget_tokens");
        long tokens = budget == null ? 0 : budget.natural();
        if (tokens <= 0) {
            return null;
        }
        return tokens <= LOW ? "low" : tokens <= MEDIUM ? "medium" : "high";
    }
}
