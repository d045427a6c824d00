package io.affidavit.edge.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.dialect.AnswerFacts;
import io.affidavit.edge.dialect.ProviderError;
import io.affidavit.schemas.call.Surface;
import io.affidavit.schemas.value.FailureCode;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Each row of the table with what its provider sends.
class ProviderQuirksTest {

    private static final String TOO_LONG = "CONTEXT_LENGTH_EXCEEDED";

    /// Host, error status, its body in that provider's shape, meaning, words that may pass.
    static Stream<Arguments> errors() {
        return Stream.of(
                error(
                        "api.openai.com",
                        400,
                        "{'error':{'message':'bad n','type':'invalid_request_error','param':'n','code':null}}",
                        "UPSTREAM_REJECTED",
                        "bad n"),
                error(
                        "api.mistral.ai",
                        422,
                        "{'detail':[{'type':'extra_forbidden','loc':['body','x'],'msg':'not permitted'}]}",
                        "UPSTREAM_REJECTED",
                        "not permitted"),
                error(
                        "api.mistral.ai",
                        400,
                        "{'object':'error','message':'bad role','type':'invalid_request_error','param':null,'code':'3230'}",
                        "UPSTREAM_REJECTED",
                        "bad role"),
                error(
                        "api.cohere.ai",
                        400,
                        "{'message':'bad seed'}",
                        "UPSTREAM_REJECTED",
                        "bad seed"),
                error(
                        "api.groq.com",
                        413,
                        "{'error':{'message':'Request too large for model on tokens per minute','type':'tokens','code':'rate_limit_exceeded'}}",
                        "UPSTREAM_RATE_LIMITED",
                        null),
                error(
                        "api.groq.com",
                        498,
                        "{'error':{'message':'capacity'}}",
                        "UPSTREAM_OVERLOADED",
                        null),
                error(
                        "api.together.xyz",
                        403,
                        "{'error':{'message':'input is 9000 tokens'}}",
                        TOO_LONG,
                        "input is 9000 tokens"),
                error(
                        "api.together.xyz",
                        402,
                        "{'error':{'message':'spend'}}",
                        "UPSTREAM_AUTH_ERROR",
                        null),
                error(
                        "api.deepseek.com",
                        402,
                        "{'error':{'message':'Insufficient Balance'}}",
                        "UPSTREAM_AUTH_ERROR",
                        null),
                error(
                        "api.deepseek.com",
                        422,
                        "{'error':{'message':'bad top_p'}}",
                        "UPSTREAM_REJECTED",
                        "bad top_p"),
                error(
                        "api.x.ai",
                        400,
                        "{'code':'Client specified an invalid argument','error':'bad stop'}",
                        "UPSTREAM_REJECTED",
                        "bad stop"),
                error(
                        "api.fireworks.ai",
                        412,
                        "{'error':{'message':'suspended'}}",
                        "UPSTREAM_AUTH_ERROR",
                        null),
                error(
                        "openrouter.ai",
                        402,
                        "{'error':{'code':402,'message':'credits'}}",
                        "UPSTREAM_AUTH_ERROR",
                        null),
                error(
                        "openrouter.ai",
                        400,
                        "{'error':{'code':400,'message':'bad tool'}}",
                        "UPSTREAM_REJECTED",
                        "bad tool"),
                error(
                        "llm.internal",
                        400,
                        "{'object':'error','message':'The maximum context length is 8','type':'BadRequestError','param':null,'code':400}",
                        TOO_LONG,
                        "The maximum context length is 8"),
                error(
                        "localhost",
                        400,
                        "{'error':'no such option'}",
                        "UPSTREAM_REJECTED",
                        "no such option"),
                error("localhost", 403, "{}", "UPSTREAM_AUTH_ERROR", null),
                error("localhost", 412, "<html>", "UPSTREAM_ERROR", null));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void readsEachProvidersErrors(
            String host, int status, String body, FailureCode code, @Nullable String words) {
        ProviderError error =
                ProviderErrorReader.read(status, body.getBytes(UTF_8), ProviderQuirks.of(host));

        assertThat(error.code()).isEqualTo(code);
        assertThat(error.rejection() == null ? null : error.rejection().message()).isEqualTo(words);
    }

    @Test
    void hasASampleForEachRow() {
        Set<String> sampled = new HashSet<>();
        errors().forEach(sample -> sampled.add(ProviderQuirks.of((String) sample.get()[0]).name()));

        assertThat(sampled)
                .containsAll(ProviderQuirks.all().stream().map(ProviderQuirks::name).toList());
    }

    @Test
    void knowsHostsByTheirWholeLabels() {
        assertThat(ProviderQuirks.of("eu.api.groq.com").name()).isEqualTo("Groq");
        assertThat(ProviderQuirks.of("notapi.groq.com")).isEqualTo(ProviderQuirks.GENERAL);
        assertThat(ProviderQuirks.of("api.groq.com.evil.example"))
                .isEqualTo(ProviderQuirks.GENERAL);
    }

    @Test
    void believesWordsAboutTheRequestBeforeAStatus() {
        byte[] body = "{\"error\":{\"code\":\"context_length_exceeded\"}}".getBytes(UTF_8);

        assertThat(ProviderErrorReader.read(413, body, ProviderQuirks.of("api.groq.com")).code())
                .isEqualTo(FailureCode.CONTEXT_LENGTH_EXCEEDED);
    }

    @ParameterizedTest
    @CsvSource({"eos, stop", "model_length, length", "stop, stop", "tool_calls, tool_calls"})
    void tellsClientsFinishReasonsTheyKnow(String sent, String told) {
        byte[] body = answer("message", sent, "stop", sent).getBytes(UTF_8);

        AnswerFacts facts = (AnswerFacts) AnswerMeter.read(Surface.CHAT_COMPLETIONS, body, 0);

        assertThat(new String(FinishReasons.known(body), UTF_8))
                .isEqualTo(answer("message", told, "stop", told));
        assertThat(FinishReasons.known(facts).finishReason()).isEqualTo(told);
    }

    @ParameterizedTest
    @CsvSource({"eos, stop", "model_length, length", "stop, stop"})
    void tellsThemInStreamsToo(String sent, String told) {
        StreamRun run = StreamRun.of(false);

        run.read("data: " + answer("delta", sent, "stop") + "\n\ndata: [DONE]\n\n");

        assertThat(run.end()).contains(answer("delta", told, "stop"));
        assertThat(run.facts().finishReason()).isEqualTo(told);
    }

    @ParameterizedTest
    @CsvSource({"error", "insufficient_system_resource"})
    void takesNothingForAnAnswerWhoseProviderGaveUp(String reason) {
        StreamRun run = StreamRun.of(false);

        run.read("data: " + answer("delta", reason) + "\n\ndata: [DONE]\n\n");

        assertThat(run.fault()).isNotNull();
        assertThat(run.sent()).isEmpty();
    }

    /// Choices that ended for these reasons.
    private static String answer(String body, String... reasons) {
        StringBuilder choices = new StringBuilder();
        for (int i = 0; i < reasons.length; i++) {
            choices.append(i == 0 ? "" : ",")
                    .append("{'index':" + i + ",'" + body + "':{},'finish_reason':'")
                    .append(reasons[i])
                    .append("'}");
        }
        return ("{'choices':[" + choices + "]}").replace('\'', '"');
    }

    private static Arguments error(
            String host, int status, String body, String code, @Nullable String words) {
        return Arguments.of(
                host, status, body.replace('\'', '"'), FailureCode.valueOf(code), words);
    }
}
