package io.affidavit.edge.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.dialect.AnswerFacts;
import io.affidavit.edge.dialect.AnswerFault;
import io.affidavit.edge.dialect.AnswerResult;
import io.affidavit.schemas.call.Surface;
import io.affidavit.schemas.call.UsageSource;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.TokenUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerMeterTest {

    private static final String CHOICES =
            "\"choices\":[{\"index\":1,\"finish_reason\":\"length\"},"
                    + "{\"index\":0,\"message\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}]";

    @Test
    void readsWhatAnAnswerSaysOfItself() {
        AnswerResult result =
                read(
                        "\n\n{\"id\":\"chatcmpl-7\",\"model\":\"m-9\","
                                + CHOICES
                                + ",\"usage\":{\"prompt_tokens\":20,\"completion_tokens\":6},"
                                + "\"service_tier\":\"flex\"}");

        assertThat(result)
                .isEqualTo(
                        new AnswerFacts(
                                "m-9",
                                "chatcmpl-7",
                                "stop",
                                "flex",
                                new TokenUsage(20, 0, 0, 6, 0),
                                UsageSource.REPORTED));
    }

    /// Buckets: input, cached, cache write, output, reasoning.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "P:20,C:6|20 0 0 6 0",
                "P:20,C:6,PD:{\"cached_tokens\":15}|5 15 0 6 0",
                "P:20,C:6,PD:{\"cached_tokens\":10,\"cache_write_tokens\":4}|6 10 4 6 0",
                "P:20,C:6,CD:{\"reasoning_tokens\":4}|20 0 0 2 4",
                "P:20,C:6,T:26,CD:{\"reasoning_tokens\":6}|20 0 0 0 6",
                "P:20,C:6,T:40,CD:{\"reasoning_tokens\":14}|20 0 0 6 14", // left out of C
                "P:20,C:6,T:30,CD:{\"reasoning_tokens\":4}|20 0 0 6 4", // left out of C
                "P:20,C:6,\"prompt_cache_hit_tokens\":8|12 8 0 6 0",
                "P:20,C:6,PD:{\"cached_tokens\":99,\"cache_write_tokens\":99}|0 20 0 6 0",
                "P:20.0,C:6.00|20 0 0 6 0",
                "P:20,C:-6|20 0 0 0 0",
                "P:20,C:null,PD:null,CD:null|20 0 0 0 0",
                "P:20,C:99999999999999999999|20 0 0 0 0",
            })
    void countsEveryTokenOnce(String usage, String buckets) {
        String members =
                usage.replace("PD:", "\"prompt_tokens_details\":")
                        .replace("CD:", "\"completion_tokens_details\":")
                        .replace("P:", "\"prompt_tokens\":")
                        .replace("C:", "\"completion_tokens\":")
                        .replace("T:", "\"total_tokens\":");
        AnswerFacts facts = (AnswerFacts) read("{" + CHOICES + ",\"usage\":{" + members + "}}");
        TokenUsage counted = facts.usage();

        assertThat(
                        counted.input()
                                + " "
                                + counted.cachedInput()
                                + " "
                                + counted.cacheWrite()
                                + " "
                                + counted.output()
                                + " "
                                + counted.reasoning())
                .isEqualTo(buckets);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "\"none\"", "{\"prompt_tokens\":\"many\"}", "[]"})
    void estimatesWhereNothingIsCounted(String usage) {
        AnswerFacts facts = (AnswerFacts) read("{" + CHOICES + ",\"usage\":" + usage + "}");

        assertThat(facts.source()).isEqualTo(UsageSource.ESTIMATED);
        assertThat(facts.usage().input()).isEqualTo(100);
        assertThat(facts.usage().output()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "[]",
                "null",
                "{}",
                "{\"choices\":[]}",
                "{\"choices\":null}",
                "{\"choices\":{}}",
                "{\"choices\":[{}]",
                "{\"choices\":[{}]} trailing",
                "{\"error\":{\"message\":\"boom\"}}",
                "{\"choices\":[],\"error\":{\"code\":500}}",
                "{\"choices\":[{\"index\":0,\"message\":{\"content\":\"h\"},\"finish_reason\":\"error\"}]}",
            })
    void takesNothingElseForAnAnswer(String body) {
        AnswerFault fault = (AnswerFault) read(body);

        assertThat(fault.code()).isEqualTo(FailureCode.UPSTREAM_ERROR);
    }

    @Test
    void readsEmbeddings() {
        AnswerResult result =
                AnswerMeter.read(
                        Surface.EMBEDDINGS,
                        ("{\"data\":[{\"embedding\":[0.5]}],\"model\":\"e\","
                                        + "\"usage\":{\"prompt_tokens\":3,\"total_tokens\":3}}")
                                .getBytes(UTF_8),
                        100);

        assertThat(result)
                .isEqualTo(
                        new AnswerFacts(
                                "e",
                                null,
                                null,
                                null,
                                new TokenUsage(3, 0, 0, 0, 0),
                                UsageSource.REPORTED));
    }

    private static AnswerResult read(String body) {
        return AnswerMeter.read(Surface.CHAT_COMPLETIONS, body.getBytes(UTF_8), 100);
    }
}
