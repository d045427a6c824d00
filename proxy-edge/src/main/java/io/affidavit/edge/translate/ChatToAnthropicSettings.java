package io.affidavit.edge.translate;

import io.affidavit.edge.anthropic.ModelTraits;
import io.affidavit.edge.anthropic.ModelTraits.Sampling;
import io.affidavit.edge.json.JsonOut;
import io.affidavit.edge.json.JsonValue;
import org.jspecify.annotations.Nullable;

/// Turns how a chat wants to be answered into what one model takes: thinking and effort, the
/// answer's schema, and the choice of words.
final class ChatToAnthropicSettings {

    private static final long MIN_BUDGET = 1_024;

    private final ModelTraits traits;
    private final JsonOut out;

    ChatToAnthropicSettings(ModelTraits traits, JsonOut out) {
        this.traits = traits;
        this.out = out;
    }

    /// Writes the members.
    ///
    /// @param maxTokens bound of the answer, thinking included
    /// @param mayThink false where a tool is forced: that leaves no room for thinking
    /// @param goesOn whether the assistant's turn goes on after tools. With a budget it would have
    ///   to begin with the thinking it once began with, which a chat does not keep
    void write(ChatMembers chat, long maxTokens, boolean mayThink, boolean goesOn) {
        boolean thinks = mayThink && thinking(chat.effort, maxTokens, goesOn);
        String effort = chat.effort == null ? null : traits.effortFor(chat.effort);
        JsonValue schema = traits.schemas() ? chat.schema : null;
        if (effort != null || schema != null) {
            out.member("output_config").ascii("{");
            if (effort != null) {
                out.member("effort").string(effort);
            }
            if (schema != null) {
                out.member("format").ascii("{\"type\":\"json_schema\",\"schema\":");
                out.raw(schema).ascii("}");
            }
            out.ascii("}");
        }
        if (!thinks) {
            sampling(chat);
        }
    }

    private boolean thinking(@Nullable String effort, long maxTokens, boolean goesOn) {
        if (effort == null || effort.equals("none")) {
            return false;
        }
        return switch (traits.thinking()) {
            case NONE -> false;
            case ADAPTIVE -> {
                out.member("thinking").ascii("{\"type\":\"adaptive\"}");
                yield true;
            }
            case BUDGET -> {
                long budget = Math.min(ModelTraits.budgetFor(effort), maxTokens / 2);
                if (goesOn || budget < MIN_BUDGET) {
                    yield false;
                }
                out.member("thinking").ascii("{\"type\":\"enabled\",\"budget_tokens\":");
                out.number(budget).ascii("}");
                yield true;
            }
        };
    }

    /// While a model thinks it takes none of these.
    private void sampling(ChatMembers chat) {
        if (traits.sampling() == Sampling.NONE) {
            return;
        }
        JsonValue temperature = chat.temperature;
        if (temperature != null) {
            out.member("temperature");
            if (isAboveOne(temperature)) {
                out.ascii("1"); // the upper end here, 2 is the one over there
            } else {
                out.raw(temperature);
            }
        }
        if (chat.topP != null && (temperature == null || traits.sampling() == Sampling.FREE)) {
            out.member("top_p").raw(chat.topP);
        }
        if (chat.topK != null) {
            out.member("top_k").raw(chat.topK);
        }
    }

    /// What is no number is left to the provider to refuse.
    private boolean isAboveOne(JsonValue value) {
        byte first = value.first();
        return first >= '0' && first <= '9' && Double.parseDouble(value.json()) > 1;
    }
}
