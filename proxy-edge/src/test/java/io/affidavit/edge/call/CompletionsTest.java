package io.affidavit.edge.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.house.EdgeHouse;
import io.affidavit.edge.house.Pages;
import io.affidavit.edge.house.Wire;
import io.affidavit.edge.upstream.FakeProvider;
import io.affidavit.edge.upstream.Reply;
import io.affidavit.schemas.call.CallCommand.AdmitCall;
import io.affidavit.schemas.call.CallCommand.CompleteCall;
import io.affidavit.schemas.call.CallCommand.FailCall;
import io.affidavit.schemas.call.Surface;
import io.affidavit.schemas.call.UsageSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `POST /v1/completions`.
class CompletionsTest {

    private static final String USAGE =
            "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2,\"total_tokens\":5}";
    private static final String WHOLE =
            "{\"id\":\"cmpl-1\",\"object\":\"text_completion\",\"created\":1,\"model\":\"i-1\","
                    + "\"choices\":[{\"text\":\"a\",\"index\":0,\"logprobs\":null,"
                    + "\"finish_reason\":\"length\"},{\"text\":\"b\",\"index\":1,\"finish_reason\":"
                    + "\"stop\"}],"
                    + USAGE
                    + "}";

    @Test
    void passesAnAnswerByteForByte() throws Exception {
        try (FakeProvider provider = FakeProvider.start(Reply.json(200, WHOLE));
                EdgeHouse house = EdgeHouse.open();
                Wire wire = Wire.to(house.port())) {
            house.catalog.show(Pages.behind(provider));
            String body =
                    "{\"prompt\":[\"x\",\"y\"],\"model\":\"m\",\"n\":2,\"max_tokens\":7,"
                            + "\"best_of\":3,\"echo\":true,\"novel\":1.50}";

            Wire.Response answer = wire.send(post(body)).read();

            assertThat(answer.body()).isEqualTo(WHOLE);
            FakeProvider.Received received = provider.take();
            assertThat(received.head().getFirst()).contains("/v1/completions ");
            assertThat(received.body())
                    .isEqualTo(body.replace("\"model\":\"m\"", "\"model\":\"upstream-model\""));
            AdmitCall admitted = house.journal.await(AdmitCall.class);
            assertThat(admitted.surface()).isEqualTo(Surface.COMPLETIONS);
            assertThat(admitted.estimate().outputTokens()).isEqualTo(2 * 3 * 7);
            CompleteCall completed = house.journal.await(CompleteCall.class);
            assertThat(completed.finishReason()).isEqualTo("length");
            assertThat(completed.metered().usage().totalOutput()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @CsvSource({"true, 1", "false, 3", "false, 1000"})
    void streamsAndHoldsTheEndOfAllChoices(boolean usageAsked, int piece) throws Exception {
        String first = chunk("{\"text\":\"a\",\"index\":0,\"finish_reason\":null}");
        String second = chunk("{\"text\":\"b\",\"index\":1,\"finish_reason\":null}");
        String endOne = chunk("{\"text\":\"!\",\"index\":1,\"finish_reason\":\"stop\"}");
        String more = chunk("{\"text\":\"c\",\"index\":0,\"finish_reason\":null}");
        String endZero = chunk("{\"text\":\"\",\"index\":0,\"finish_reason\":\"length\"}");
        String usage = "data: {\"id\":\"cmpl-1\",\"choices\":[]," + USAGE + "}";
        Reply reply =
                Reply.events(first, second, endOne, more, endZero, usage, "data: [DONE]")
                        .cut(piece);
        try (FakeProvider provider = FakeProvider.start(reply);
                EdgeHouse house = EdgeHouse.open();
                Wire wire = Wire.to(house.port())) {
            house.catalog.show(Pages.behind(provider));
            String options = usageAsked ? ",\"stream_options\":{\"include_usage\":true}" : "";

            Wire.Response answer =
                    wire.send(
                                    post(
                                            "{\"model\":\"m\",\"prompt\":\"x\",\"stream\":true"
                                                    + options
                                                    + "}"))
                            .read();

            assertThat(answer.body())
                    .isEqualTo(
                            String.join("\n\n", first, second, more, endOne, endZero)
                                    + (usageAsked ? "\n\n" + usage : "")
                                    + "\n\ndata: [DONE]\n\n");
            assertThat(provider.take().body()).contains("\"include_usage\":true");
            CompleteCall completed = house.journal.await(CompleteCall.class);
            assertThat(completed.metered().source()).isEqualTo(UsageSource.REPORTED);
            assertThat(completed.finishReason()).isEqualTo("length");
        }
    }

    @Test
    void tellsAStreamThatIsCutOff() throws Exception {
        Reply reply = Reply.events(chunk("{\"text\":\"a\",\"index\":0,\"finish_reason\":null}"));
        try (FakeProvider provider = FakeProvider.start(reply);
                EdgeHouse house = EdgeHouse.open();
                Wire wire = Wire.to(house.port())) {
            house.catalog.show(Pages.behind(provider));

            Wire.Response answer =
                    wire.send(post("{\"model\":\"m\",\"prompt\":\"x\",\"stream\":true}")).read();

            assertThat(answer.body()).contains("\"upstream_error\"").doesNotContain("[DONE]");
            assertThat(house.journal.await(FailCall.class).metered().usage().totalOutput())
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isAnsweredByTheSimulator(boolean stream) throws Exception {
        try (EdgeHouse house = EdgeHouse.open();
                Wire wire = Wire.to(house.port())) {
            house.catalog.show(Pages.simulated());

            Wire.Response answer =
                    wire.send(post("{\"model\":\"m\",\"prompt\":\"hi\",\"stream\":" + stream + "}"))
                            .read();

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body())
                    .contains("\"object\":\"text_completion\"", "\"finish_reason\":\"stop\"")
                    .contains(stream ? "\"text\":\"You \"" : "\"text\":\"You said: hi\"")
                    .doesNotContain("delta", "chunk");
            assertThat(answer.body().endsWith("data: [DONE]\n\n")).isEqualTo(stream);
            assertThat(house.journal.await(CompleteCall.class).metered().usage().totalInput())
                    .isEqualTo(1);
        }
    }

    @Test
    void isNothingForAProviderOfMessages() throws Exception {
        try (FakeProvider provider = FakeProvider.start(Reply.json(200, WHOLE));
                EdgeHouse house = EdgeHouse.open();
                Wire wire = Wire.to(house.port())) {
            house.catalog.show(Pages.anthropic(provider.baseUrl(), "claude"));

            Wire.Response answer = wire.send(post("{\"model\":\"m\",\"prompt\":\"hi\"}")).read();

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body()).contains("\"unsupported_parameter\"", "\"param\":\"model\"");
            assertThat(provider.connections()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{\"model\":\"m\"}; prompt; missing_required_parameter",
                "{\"model\":\"m\",\"prompt\":null}; prompt; invalid_type",
                "{\"model\":\"m\",\"prompt\":{}}; prompt; invalid_type",
                "{\"model\":\"m\",\"prompt\":[]}; prompt; invalid_value",
                "{\"model\":\"m\",\"prompt\":\"\",\"n\":0}; n; invalid_value",
                "{\"model\":\"m\",\"prompt\":\"\",\"best_of\":999}; best_of; invalid_value",
                "{\"model\":\"m\",\"prompt\":\"\",\"stream_options\":{}}; stream_options; invalid_value",
            })
    void tellsWhatIsWrong(String body, String param, String code) throws Exception {
        try (EdgeHouse house = EdgeHouse.open();
                Wire wire = Wire.to(house.port())) {
            house.catalog.show(Pages.simulated());
            Wire.Response answer = wire.send(post(body)).read();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body())
                    .contains("\"param\":\"" + param + "\"", "\"code\":\"" + code + "\"");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "[1,2,3]; 5",
                "[[1,2],[3]]; 10",
                "[\"a\",\"b\",\"c\"]; 15",
                "[\"a\",1,\"b\"]; 10",
                "\"a\"; 5"
            })
    void holdsTheWorstCaseForEachPrompt(String prompt, long tokens) throws Exception {
        try (EdgeHouse house = EdgeHouse.open();
                Wire wire = Wire.to(house.port())) {
            house.catalog.show(Pages.simulated());
            wire.send(post("{\"model\":\"m\",\"max_tokens\":5,\"prompt\":" + prompt + "}")).read();
            assertThat(house.journal.await(AdmitCall.class).estimate().outputTokens())
                    .isEqualTo(tokens);
        }
    }

    private static String post(String body) {
        return Wire.post("/v1/completions", Pages.KEY, body);
    }

    private static String chunk(String choice) {
        return "data: {\"id\":\"cmpl-1\",\"object\":\"text_completion\",\"created\":1,"
                + "\"model\":\"i-1\",\"choices\":["
                + choice
                + "]}";
    }
}
