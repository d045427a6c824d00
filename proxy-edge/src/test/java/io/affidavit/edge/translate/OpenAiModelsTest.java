package io.affidavit.edge.translate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.json.JsonValue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenAiModelsTest {

    @ParameterizedTest
    @CsvSource({
        "gpt-4.1, max_completion_tokens, false",
        "gpt-4o-mini, max_completion_tokens, false",
        "chatgpt-4o-latest, max_completion_tokens, false",
        "gpt-5, max_completion_tokens, true",
        "openai/GPT-5.2, max_completion_tokens, true",
        "gpt-5-chat-latest, max_completion_tokens, false",
        "gpt-10, max_completion_tokens, true",
        "o3-mini, max_completion_tokens, true",
        "openai/gpt-oss-120b, max_completion_tokens, true",
        "llama-4, max_tokens, false",
        "accounts/x/models/llama-o3, max_tokens, false",
        "mistral-large, max_tokens, false",
        "olmo, max_tokens, false",
    })
    void knowsTheMembersByTheName(String model, String maxTokens, boolean effort) {
        assertThat(OpenAiModels.maxTokens(model)).isEqualTo(maxTokens);
        assertThat(OpenAiModels.takesEffort(model)).isEqualTo(effort);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            nullValues = "none",
            quoteCharacter = '`',
            value = {
                "none; none; none",
                "\"low\"; none; low",
                "\"max\"; {\"budget_tokens\":1024}; max",
                "\"loud\"; none; none",
                "7; {\"budget_tokens\":2048}; low",
                "none; {\"type\":\"enabled\",\"budget_tokens\":2049}; medium",
                "none; {\"budget_tokens\":8192}; medium",
                "none; {\"budget_tokens\":8193}; high",
                "none; {\"budget_tokens\":-1}; none",
                "none; {\"type\":\"adaptive\"}; none",
            })
    void weighsHowMuchToThink(String effort, String thinking, String level) {
        assertThat(ReasoningEffort.level(value(effort), value(thinking))).isEqualTo(level);
    }

    private static JsonValue value(String json) {
        return json == null ? null : JsonValue.checked(json.getBytes(UTF_8));
    }
}
