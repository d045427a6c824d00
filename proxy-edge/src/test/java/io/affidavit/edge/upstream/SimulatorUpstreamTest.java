package io.affidavit.edge.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.schemas.call.AttemptPhase;
import io.affidavit.schemas.call.Surface;
import io.affidavit.schemas.routing.Protocol;
import io.affidavit.schemas.value.FailureCode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SimulatorUpstreamTest extends UpstreamFixture {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final SimulatorUpstream simulator =
            new SimulatorUpstream(InstantSource.fixed(Instant.ofEpochSecond(1_790_000_000)));

    @Test
    void echoesTheLastUserText() {
        JsonNode answer = JSON.readTree(chat(false, "Grüße").text());

        assertThat(answer.at("/choices/0/message/content").asString()).isEqualTo("You said: Grüße");
        assertThat(answer.at("/choices/0/finish_reason").asString()).isEqualTo("stop");
        assertThat(answer.path("model").asString()).isEqualTo("simulated");
        assertThat(answer.path("created").asLong()).isEqualTo(1_790_000_000);
        assertThat(answer.at("/usage/prompt_tokens").asInt()).isEqualTo(2);
        assertThat(answer.at("/usage/completion_tokens").asInt()).isEqualTo(4);
        assertThat(answer.at("/usage/total_tokens").asInt()).isEqualTo(6);
    }

    @Test
    void readsTextOutOfParts() {
        Attempt attempt =
                open(
                        Surface.CHAT_COMPLETIONS,
                        false,
                        "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\"},"
                                + "{\"type\":\"text\",\"text\":\"two \"},"
                                + "{\"type\":\"text\",\"text\":\"parts\"}]},"
                                + "{\"role\":\"assistant\",\"content\":\"no\"}]}");

        assertThat(attempt.text()).contains("You said: two parts");
    }

    @Test
    void streamsInPiecesAndEndsWithUsageIfAsked() {
        List<JsonNode> chunks = chunks(chat(true, "[[reply:abcdef😀gh]]"));
        StringBuilder text = new StringBuilder();
        chunks.forEach(c -> text.append(c.at("/choices/0/delta/content").asString("")));

        assertThat(text).hasToString("abcdef😀gh");
        assertThat(chunks.getFirst().at("/choices/0/delta/role").asString()).isEqualTo("assistant");
        assertThat(chunks.get(chunks.size() - 2).at("/choices/0/finish_reason").asString())
                .isEqualTo("stop");
        assertThat(chunks.getLast().path("choices").isEmpty()).isTrue();
        assertThat(chunks.getLast().at("/usage/completion_tokens").asInt()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void answersAsManyTokensAsAskedFor(boolean stream) {
        String text = chat(stream, "[[tokens:200]] please").text();

        assertThat(text.split("sim ", -1)).hasSize(201);
        assertThat(text).contains("\"completion_tokens\":200");
    }

    @Test
    void callsTools() {
        String tools = ",\"tools\":[{\"function\":{\"name\":\"weather\"}}]";
        Attempt attempt =
                open(
                        Surface.CHAT_COMPLETIONS,
                        false,
                        body("[[tools:2]]", "").replace("]}", "]" + tools + "}"));
        JsonNode choice = JSON.readTree(attempt.text()).at("/choices/0");

        assertThat(choice.path("finish_reason").asString()).isEqualTo("tool_calls");
        assertThat(choice.at("/message/content").isNull()).isTrue();
        assertThat(choice.at("/message/tool_calls")).hasSize(2);
        assertThat(choice.at("/message/tool_calls/1/function/name").asString())
                .isEqualTo("weather");
        List<JsonNode> chunks = chunks(chat(true, "[[tools:1]]"));
        assertThat(chunks.get(1).at("/choices/0/delta/tool_calls/0/index").asInt(-1)).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "[[fail:503]], UPSTREAM_OVERLOADED, 503",
        "[[fail:429]], UPSTREAM_RATE_LIMITED, 429",
        "[[fail:400]], UPSTREAM_REJECTED, 400",
        "[[fail:200]], UPSTREAM_REJECTED, 400",
        "[[tokens:many]], UPSTREAM_REJECTED, 400",
        "[[tools:500]], UPSTREAM_REJECTED, 400",
        "[[delay:-1]], UPSTREAM_REJECTED, 400",
    })
    void failsAsAskedFor(String text, FailureCode code, int status) {
        AttemptFailure failure = chat(true, text).failure();

        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.status()).isEqualTo(status);
    }

    @Test
    void breaksOffAsAskedFor() {
        Attempt stream = chat(true, "[[tokens:9]][[cut:3]]");
        AttemptFailure failure = stream.failure();

        assertThat(failure.phase()).isEqualTo(AttemptPhase.BODY);
        assertThat(failure.mayBeCharged()).isTrue();
        assertThat(stream.soFar().split("sim ", -1)).hasSize(4);
        assertThat(chat(false, "[[cut:3]]").text()).startsWith("{").doesNotContain("}");
    }

    @Test
    void keepsToTheTimeLimits() {
        Attempt attempt =
                Attempt.open(
                        simulator,
                        loop,
                        Attempt.request(
                                Protocol.SIMULATOR,
                                "",
                                Surface.CHAT_COMPLETIONS,
                                true,
                                body("[[delay:60000]]", ""),
                                HASTY));

        assertThat(attempt.failure().code()).isEqualTo(FailureCode.UPSTREAM_TIMEOUT);
    }

    @Test
    void waitsAndIsSilentOnceCancelled() {
        assertThat(chat(false, "[[delay:20]]").text()).contains("You said:");
        Attempt cancelled = chat(true, "[[delay:60000]]");
        cancelled.onLoop(UpstreamExchange::cancel);

        assertThat(cancelled.isOver()).isFalse();
    }

    @Test
    void holdsBackWhileNobodyReads() {
        Attempt attempt =
                Attempt.open(
                        simulator,
                        loop,
                        Attempt.request(
                                Protocol.SIMULATOR,
                                "",
                                Surface.CHAT_COMPLETIONS,
                                true,
                                body("[[tokens:100]]", ""),
                                Attempt.PATIENT),
                        heard -> {
                            heard.exchange().setReading(false);
                            loop.execute(() -> heard.exchange().setReading(true));
                        });

        assertThat(attempt.text().split("sim ", -1)).hasSize(101);
    }

    @Test
    void embedsTheSameTextAlike() {
        String request = "{\"input\":[\"a\",\"b\",\"a\"],\"dimensions\":5}";
        JsonNode answer = JSON.readTree(open(Surface.EMBEDDINGS, false, request).text());

        assertThat(answer.path("data")).hasSize(3);
        assertThat(answer.at("/data/0/embedding")).hasSize(5);
        assertThat(answer.at("/data/2/embedding")).isEqualTo(answer.at("/data/0/embedding"));
        assertThat(answer.at("/data/1/embedding")).isNotEqualTo(answer.at("/data/0/embedding"));
        assertThat(answer.at("/usage/prompt_tokens").asInt()).isEqualTo(1);
    }

    @Test
    void embedsInBase64IfAskedTo() {
        JsonNode floats =
                JSON.readTree(open(Surface.EMBEDDINGS, false, "{\"input\":\"a\"}").text());
        String request = "{\"input\":\"a\",\"encoding_format\":\"base64\"}";
        JsonNode base64 = JSON.readTree(open(Surface.EMBEDDINGS, false, request).text());
        byte[] bytes = Base64.getDecoder().decode(base64.at("/data/0/embedding").asString());
        ByteBuffer vector = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);

        assertThat(bytes).hasSize(8 * Float.BYTES);
        assertThat(vector.getFloat()).isEqualTo(floats.at("/data/0/embedding/0").floatValue());
    }

    @Test
    void answersHalfASurrogatePair() {
        assertThat(chat(false, "\\ud83d.").text()).contains("You said: ?.");
        assertThat(chat(true, "\\ud83d.").text()).endsWith("data: [DONE]\n\n");
    }

    @Test
    void refusesWhatItCannotRead() {
        String number = "{\"messages\":[],\"n\":" + "1".repeat(2_000) + "}";
        assertThat(open(Surface.CHAT_COMPLETIONS, false, number).failure().code())
                .isEqualTo(FailureCode.UPSTREAM_REJECTED);
    }

    @ParameterizedTest
    @CsvSource({"2049, 1", "2048, 3072", "1, 0"})
    void refusesToEmbedTooMuch(int inputs, int dimensions) {
        String request =
                "{\"input\":["
                        + String.join(",", Collections.nCopies(inputs, "\"a\""))
                        + "],\"dimensions\":"
                        + dimensions
                        + "}";
        assertThat(open(Surface.EMBEDDINGS, false, request).failure().code())
                .isEqualTo(FailureCode.UPSTREAM_REJECTED);
    }

    private Attempt chat(boolean stream, String text) {
        String usage = stream ? ",\"stream_options\":{\"include_usage\":true}" : "";
        return open(Surface.CHAT_COMPLETIONS, stream, body(text, usage));
    }

    private Attempt open(Surface surface, boolean stream, String body) {
        return Attempt.open(
                simulator,
                loop,
                Attempt.request(Protocol.SIMULATOR, "", surface, stream, body, Attempt.PATIENT));
    }

    private static String body(String text, String more) {
        return "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\""
                + text
                + "\"}]"
                + more
                + "}";
    }

    private static List<JsonNode> chunks(Attempt attempt) {
        List<JsonNode> chunks = new ArrayList<>();
        String[] events = attempt.text().split("\n\n", -1);
        assertThat(events[events.length - 2]).isEqualTo("data: [DONE]");
        for (int i = 0; i < events.length - 2; i++) {
            chunks.add(JSON.readTree(events[i].substring("data: ".length())));
        }
        return chunks;
    }
}
