package io.affidavit.edge.translate;

import io.affidavit.edge.anthropic.ModelTraits;
import io.affidavit.edge.anthropic.ModelTraits.Sampling;
import io.affidavit.edge.json.JsonOut;
import io.affidavit.edge.json.JsonValue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Turns how a chat wants to be answered into what one model takes: thinking and effort, the
/// answer's schema, and the choice of words.
final class ChatToAnthropicSettings {

    private static final long MIN_BUDGET = 1_024;

    private final ModelTraits traits;
    private final Set<Adjusted> adjusted;
    private final JsonOut out;

    /// @param adjusted takes what is written with another value, in another form or not at all
    ChatToAnthropicSettings(ModelTraits traits, Set<Adjusted> adjusted, JsonOut out) {
        this.traits = traits;
        this.adjusted = adjusted;
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
        note(Adjusted.RESPONSE_FORMAT, chat.schema != null && schema == null);
        note(Adjusted.REASONING_EFFORT, isAnother(chat.effort, effort, thinks));
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
        sampling(chat, thinks);
    }

    /// Whether the word for effort comes to less, to more or to nothing there.
    private static boolean isAnother(
            @Nullable String asked, @Nullable String level, boolean thinks) {
        if (asked == null || (asked.equals("none") && level == null)) {
            return false;
        }
        return level == null ? !thinks : !level.equals(asked);
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
    private void sampling(ChatMembers chat, boolean thinks) {
        boolean none = thinks || traits.sampling() == Sampling.NONE;
        JsonValue temperature = chat.temperature;
        if (temperature != null) {
            boolean above = isAboveOne(temperature);
            note(Adjusted.TEMPERATURE, none || above);
            if (!none && above) {
                out.member("temperature").ascii("1"); // the upper end here, 2 is the one over there
            } else if (!none) {
                out.member("temperature").raw(temperature);
            }
        }
        boolean either = temperature != null && traits.sampling() == Sampling.EITHER;
        take("top_p", chat.topP, none || either ? Adjusted.TOP_P : null);
        take("top_k", chat.topK, none ? Adjusted.TOP_K : null);
    }

    /// Writes a member, or notes that it is left out.
    private void take(String name, @Nullable JsonValue value, @Nullable Adjusted leftOut) {
        if (value == null) {
            return;
        }
        if (leftOut == null) {
            out.member(name).raw(value);
        } else {
            adjusted.add(leftOut);
        }
    }

    private void note(Adjusted what, boolean so) {
        if (so) {
            adjusted.add(what);
        }
    }

    /// What is no number is left to the provider to refuse.
    private boolean isAboveOne(JsonValue value) {
        byte first = value.first();
        return first >= '0' && first <= '9' && Double.parseDouble(value.json()) > 1;
    }
}
