package io.affidavit.edge.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.anthropic.AnthropicDouble;
import io.affidavit.edge.anthropic.Message;
import io.affidavit.edge.house.Bodies;
import io.affidavit.edge.house.EdgeHouse;
import io.affidavit.edge.house.Pages;
import io.affidavit.edge.house.StreamText;
import io.affidavit.edge.house.Wire;
import io.affidavit.edge.upstream.FakeProvider.Received;
import io.affidavit.edge.upstream.Reply;
import io.affidavit.schemas.call.CallCommand.CompleteCall;
import io.affidavit.schemas.call.CallCommand.FailCall;
import io.affidavit.schemas.call.UsageSource;
import io.affidavit.schemas.value.FailureCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Chat completions answered by a provider of Anthropic's Messages, over the whole edge.
class AnthropicProviderTest {

    private static final String TOOLS =
            "{\"model\":\"m\",\"stream\":STREAM,\"messages\":[{\"role\":\"user\",\"content\":\"add\"}],"
                    + "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"add\","
                    + "\"parameters\":{\"properties\":{\"n\":{\"maximum\":12345678901234567890.50}}"
                    + "}}}]}";

    private AnthropicDouble provider;
    private EdgeHouse house;

    @BeforeEach
    void open() {
        provider = AnthropicDouble.start();
        house = EdgeHouse.open();
        house.catalog.show(Pages.anthropic(provider.baseUrl(), "claude-sonnet-4-5"));
    }

    @AfterEach
    void close() {
        house.close();
        provider.close();
    }

    @Test
    void answersAChat() throws Exception {
        Wire.Response answer = ask(Bodies.request(false));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .contains("\"object\":\"chat.completion\"", "\"content\":\"You said: hello\"")
                .contains("\"finish_reason\":\"stop\"", "\"prompt_tokens\":20")
                .contains("\"model\":\"claude-sonnet-4-5\"");
        CompleteCall completed = house.journal.await(CompleteCall.class);
        assertThat(completed.metered().source()).isEqualTo(UsageSource.REPORTED);
        assertThat(completed.metered().usage().totalOutput()).isEqualTo(6);
        assertThat(completed.providerRequestId()).isEqualTo("req_01Double");
        assertThat(completed.upstreamModel()).isEqualTo("claude-sonnet-4-5");
        assertThat(completed.finishReason()).isEqualTo("end_turn");
        assertThat(provider.refused()).isZero();
    }

    @Test
    void asksTheProviderInItsOwnWords() throws Exception {
        ask(Bodies.request(false));

        Received request = provider.take();
        assertThat(request.head().getFirst()).isEqualTo("POST /v1/messages HTTP/1.1");
        assertThat(request.values("x-api-key")).containsExactly("provider-secret");
        assertThat(request.values("authorization")).isEmpty();
        assertThat(request.values("anthropic-version")).containsExactly("2023-06-01");
        assertThat(request.body())
                .isEqualTo(
                        "{\"model\":\"claude-sonnet-4-5\",\"max_tokens\":64000,\"messages\":"
                                + "[{\"role\":\"user\",\"content\":"
                                + "[{\"type\":\"text\",\"text\":\"hello\"}]}]}");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void streamsAChat(long seed) throws Exception {
        provider.seed(seed);

        Wire.Response answer = ask(Bodies.request(true));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.field("content-type")).startsWith("text/event-stream");
        assertThat(StreamText.of(answer.body()).content()).isEqualTo("You said: hello");
        assertThat(answer.body())
                .contains("\"finish_reason\":\"stop\"")
                .endsWith("data: [DONE]\n\n")
                .doesNotContain("\"usage\"");
        CompleteCall completed = house.journal.await(CompleteCall.class);
        assertThat(completed.metered().usage().totalInput()).isEqualTo(20);
        assertThat(completed.metered().usage().totalOutput()).isEqualTo(6);
        assertThat(completed.responseBytes()).isEqualTo(answer.body().length());
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void callsTools(boolean stream) throws Exception {
        String input = "{\"n\":12345678901234567890,\"x\":1.50}";
        provider.answer(
                Message.of(
                        "tool_use",
                        new Message.Block.Text("Adding."),
                        new Message.Block.ToolUse("toolu_1", "add", input),
                        new Message.Block.ToolUse("toolu_2", "add", "{}")));

        Wire.Response answer = ask(TOOLS.replace("STREAM", String.valueOf(stream)));

        StreamText read = stream ? StreamText.of(answer.body()) : StreamText.ofWhole(answer.body());
        assertThat(read.content()).isEqualTo("Adding.");
        assertThat(read.calls()).containsExactly("toolu_1 add " + input, "toolu_2 add {}");
        assertThat(read.finishReason()).isEqualTo("tool_calls");
        assertThat(provider.take().body())
                .contains("\"input_schema\":{\"type\":\"object\",\"properties\":")
                .contains("12345678901234567890.50");
    }

    @ParameterizedTest
    @CsvSource({
        "429, rate_limit_error, slow down, UPSTREAM_RATE_LIMITED",
        "529, overloaded_error, Overloaded, UPSTREAM_OVERLOADED",
        "500, api_error, Internal server error, UPSTREAM_ERROR",
        "401, authentication_error, invalid x-api-key, UPSTREAM_AUTH_ERROR",
        "400, invalid_request_error, Your credit balance is too low, UPSTREAM_AUTH_ERROR",
        "400, invalid_request_error, prompt is too long: 9 tokens > 8 maximum,"
                + " CONTEXT_LENGTH_EXCEEDED",
        "413, request_too_large, Request exceeds the maximum size, REQUEST_TOO_LARGE",
    })
    void tellsAnErrorInTheClientsDialect(int status, String type, String message, FailureCode code)
            throws Exception {
        Reply refusal = Reply.json(status, AnthropicDouble.error(type, message));
        provider.fail(refusal, refusal, refusal);

        Wire.Response answer = ask(Bodies.request(true));

        assertThat(answer.status()).isEqualTo(code.status());
        assertThat(answer.body()).contains("\"type\":\"" + code.type() + "\"");
        assertThat(answer.body().contains(message))
                .isEqualTo(code == FailureCode.CONTEXT_LENGTH_EXCEEDED);
        assertThat(house.journal.await(FailCall.class).failure()).isEqualTo(code);
    }

    @Test
    void classifiesAnErrorUnderASuccessStatusOfAStream() throws Exception {
        Reply refusal = Reply.json(200, AnthropicDouble.error("overloaded_error", "Overloaded"));
        provider.fail(refusal, refusal, refusal);

        assertThat(ask(Bodies.request(true)).status()).isEqualTo(503);
        assertThat(house.journal.await(FailCall.class).failure())
                .isEqualTo(FailureCode.UPSTREAM_OVERLOADED);
    }

    @Test
    void refusesWhatTheProviderHasNoWordsFor() throws Exception {
        Wire.Response answer =
                ask(Bodies.request(false).replace("\"stream\"", "\"seed\":7,\"stream\""));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("\"code\":\"unsupported_parameter\"", "seed");
        assertThat(provider.provider().waiting()).isZero();
    }

    @Test
    void sendsResultsOfToolsBack() throws Exception {
        Wire.Response answer =
                ask(
                        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"add\"},"
                                + "{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"call:1\","
                                + "\"type\":\"function\",\"function\":{\"name\":\"add\","
                                + "\"arguments\":\"{\\\"n\\\":12345678901234567890}\"}}]},"
                                + "{\"role\":\"tool\",\"tool_call_id\":\"call:1\","
                                + "\"content\":\"3\"}]}");

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(provider.refused()).isZero();
        assertThat(provider.take().body()).contains("\"input\":{\"n\":12345678901234567890}");
    }

    private Wire.Response ask(String body) throws Exception {
        try (Wire wire = Wire.to(house.port())) {
            return wire.send(Wire.chat(Pages.KEY, body)).read();
        }
    }
}
