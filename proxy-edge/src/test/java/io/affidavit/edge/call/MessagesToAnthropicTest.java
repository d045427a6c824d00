package io.affidavit.edge.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.anthropic.AnthropicDouble;
import io.affidavit.edge.anthropic.Message;
import io.affidavit.edge.house.EdgeHouse;
import io.affidavit.edge.house.Pages;
import io.affidavit.edge.house.Wire;
import io.affidavit.edge.upstream.FakeProvider;
import io.affidavit.edge.upstream.Reply;
import io.affidavit.schemas.call.CallCommand.CompleteCall;
import io.affidavit.schemas.call.CallCommand.FailCall;
import io.affidavit.schemas.call.CallOutcome;
import io.affidavit.schemas.call.UsageSource;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.TokenUsage;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `POST /v1/messages` in front of a provider of Anthropic's Messages.
@SuppressWarnings("StringConcatToTextBlock") // a text block would hide its line ends
class MessagesToAnthropicTest {

    private static final String MODEL = "claude-sonnet-4-5";
    private static final Message SAID =
            Message.of("end_turn", new Message.Block.Text("hé \"llo\" and so on"))
                    .usage(
                            "\"input_tokens\":20,\"cache_read_input_tokens\":5",
                            "\"output_tokens\":6");

    private AnthropicDouble provider;
    private EdgeHouse house;

    @BeforeEach
    void open() {
        provider = AnthropicDouble.start().answer(SAID);
        house = EdgeHouse.open();
        house.catalog.show(Pages.anthropic(provider.baseUrl(), MODEL));
    }

    @AfterEach
    void close() {
        house.close();
        provider.close();
    }

    @Test
    void passesAnAnswerByteForByte() throws Exception {
        Wire.Response answer = ask(body(false));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(SAID.json(MODEL));
        CompleteCall completed = house.journal.await(CompleteCall.class);
        assertThat(completed.metered().source()).isEqualTo(UsageSource.REPORTED);
        assertThat(completed.metered().usage()).isEqualTo(new TokenUsage(20, 5, 0, 6, 0));
        assertThat(completed.providerRequestId()).isEqualTo("req_01Double");
        assertThat(provider.refused()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void passesAStreamHoweverItIsCut(long seed) throws Exception {
        provider.seed(seed);

        Wire.Response answer = ask(body(true));

        assertThat(answer.body())
                .startsWith("event: message_start\ndata: {\"type\":\"message_start\"")
                .contains("event: ping\n", "\"text_delta\"")
                .endsWith("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
        CompleteCall completed = house.journal.await(CompleteCall.class);
        assertThat(completed.metered().usage()).isEqualTo(new TokenUsage(20, 5, 0, 6, 0));
        assertThat(completed.outcome()).isEqualTo(CallOutcome.COMPLETED);
    }

    @Test
    void tellsTheProviderTheClientsEditionAndNothingElseOfItsHead() throws Exception {
        String fields =
                "anthropic-version: 2026-10-21\r\nanthropic-beta: files-2025, b-1\r\n"
                        + "anthropic-dangerous-direct-browser-access: true\r\nx-stainless-os: x\r\n"
                        + "anthropic-beta: c-2\r\n";
        String unknown =
                body(false).replace("\"max_tokens\"", "\"novel\":{\"a\":1.50},\"max_tokens\"");
        try (FakeProvider lax = FakeProvider.start(Reply.json(200, SAID.json(MODEL)));
                Wire wire = Wire.to(house.port())) {
            house.catalog.show(Pages.anthropic(lax.baseUrl(), MODEL));
            wire.send(
                    Wire.post("/v1/messages", Pages.KEY, unknown)
                            .replace("host: edge\r\n", "host: e\r\n" + fields));

            assertThat(wire.read().status()).isEqualTo(200);

            FakeProvider.Received received = lax.take();
            assertThat(received.values("anthropic-version")).containsExactly("2026-10-21");
            assertThat(received.values("anthropic-beta")).containsExactly("files-2025, b-1,c-2");
            assertThat(received.values("x-api-key")).containsExactly("provider-secret");
            assertThat(received.values("authorization")).isEmpty();
            assertThat(String.join("\n", received.head()))
                    .doesNotContain("browser", "stainless", Pages.KEY);
            assertThat(received.body())
                    .isEqualTo(unknown.replace("\"model\":\"m\"", "\"model\":\"" + MODEL + "\""));
        }
    }

    @Test
    void tellsNothingOfTheEndBeforeItIsOnRecord() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        house.journal.fate(command -> {
            if (command instanceof CompleteCall) {
                asked.countDown();
                await(gate);
            }
            return null;
        });
        try (Wire wire = Wire.to(house.port())) {
            wire.send(request(body(true))).readHead();
            StringBuilder before = new StringBuilder();
            while (!before.toString().contains("content_block_stop")) {
                before.append(wire.chunk());
            }
            await(asked);
            assertThat(before.toString()).doesNotContain("message_delta", "message_stop");
            assertThat(wire.available()).isZero();
            gate.countDown();
            assertThat(wire.chunk()).startsWith("event: message_delta").contains("message_stop");
        }
    }

    @Test
    void endsAnUnrecordedStreamWithAnError() throws Exception {
        house.journal.fate(command ->
                command instanceof CompleteCall ? FailureCode.EVIDENCE_UNAVAILABLE : null);

        Wire.Response answer = ask(body(true));

        assertThat(answer.body())
                .contains("event: error\ndata: {\"type\":\"error\"")
                .doesNotContain("message_stop", "message_delta");
    }

    @ParameterizedTest
    @CsvSource({
        "429, rate_limit_error, 429, rate_limit_error",
        "529, overloaded_error, 529, overloaded_error",
        "500, api_error, 502, api_error",
        "401, authentication_error, 502, api_error",
        "400, invalid_request_error, 400, invalid_request_error",
        "504, timeout_error, 504, timeout_error"
    })
    void tellsErrorsByTheMatrix(int status, String type, int told, String toldType)
            throws Exception {
        String words = AnthropicDouble.error(type, "words about the request");
        Reply reply = Reply.json(status, words);
        provider.fail(reply, reply, reply);

        Wire.Response answer = ask(body(false));

        assertThat(answer.status()).isEqualTo(told);
        assertThat(answer.body()).contains("\"type\":\"" + toldType + "\"");
        assertThat(answer.body().contains("words about")).isEqualTo(status == 400);
        assertThat(answer.field("x-affidavit-call-id")).isNotEmpty();
    }

    @Test
    void tellsAnErrorInTheMidstOfAStream() throws Exception {
        List<String> events = SAID.events(MODEL, new SplittableRandom(1));
        Reply reply = Reply.streamHead();
        for (String event : events.subList(0, 4)) {
            reply = reply.chunk(event + "\n\n");
        }
        String error = AnthropicDouble.error("overloaded_error", "Overloaded");
        provider.fail(reply.chunk("event: error\ndata: " + error + "\n\n").hang());

        Wire.Response answer = ask(body(true));

        assertThat(answer.body())
                .contains("text_delta", "event: error\ndata: ", "\"overloaded_error\"")
                .doesNotContain("req_01Double");
        assertThat(house.journal.await(FailCall.class).failure())
                .isEqualTo(FailureCode.UPSTREAM_OVERLOADED);
    }

    @Test
    void tellsAStreamThatIsCutOff() throws Exception {
        List<String> events = SAID.events(MODEL, new SplittableRandom(1));
        Reply reply = Reply.streamHead();
        for (String event : events.subList(0, events.size() - 1)) {
            reply = reply.chunk(event + "\n\n");
        }
        provider.fail(reply.then("0\r\n\r\n"));

        Wire.Response answer = ask(body(true));

        assertThat(answer.body())
                .contains("text_delta", "event: error\ndata: ", "\"api_error\"")
                .doesNotContain("message_delta");
    }

    private Wire.Response ask(String body) throws Exception {
        try (Wire wire = Wire.to(house.port())) {
            return wire.send(request(body)).read();
        }
    }

    private static String request(String body) {
        return Wire.post("/v1/messages", Pages.KEY, body)
                .replace("host: edge\r\n", "host: e\r\nanthropic-version: 2023-06-01\r\n");
    }

    private static String body(boolean stream) {
        return "{\"model\":\"m\",\"max_tokens\":99,\"stream\":"
                + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
