package io.affidavit.edge.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.anthropic.AnthropicDouble;
import io.affidavit.edge.house.Bodies;
import io.affidavit.edge.house.EdgeHouse;
import io.affidavit.edge.house.Pages;
import io.affidavit.edge.house.Wire;
import io.affidavit.edge.upstream.FakeProvider;
import io.affidavit.edge.upstream.Reply;
import io.affidavit.schemas.call.CallCommand.AdmitCall;
import io.affidavit.schemas.call.CallCommand.CompleteCall;
import io.affidavit.schemas.call.CallCommand.FailAttempt;
import io.affidavit.schemas.call.CallCommand.FailCall;
import io.affidavit.schemas.call.Surface;
import io.affidavit.schemas.call.UsageSource;
import io.affidavit.schemas.routing.Protocol;
import io.affidavit.schemas.value.FailureCode;
import java.util.List;
import org.junit.jupiter.api.Test;

/// `POST /v1/messages` in front of providers of OpenAI's dialect and the simulator.
class MessagesTest {

    @Test
    void isAnsweredByTheSimulator() throws Exception {
        try (EdgeHouse house = EdgeHouse.open();
                Wire wire = Wire.to(house.port())) {
            house.catalog.show(Pages.simulated());

            Wire.Response answer = wire.send(message(false)).read();

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body())
                    .contains("\"type\":\"message\"", "\"text\":\"You said: hello\"")
                    .contains("\"stop_reason\":\"end_turn\"");
            assertThat(answer.field("x-affidavit-call-id")).isNotEmpty();
            AdmitCall admitted = house.journal.await(AdmitCall.class);
            assertThat(admitted.surface()).isEqualTo(Surface.MESSAGES);
            assertThat(admitted.estimate().outputTokens()).isEqualTo(9);
            CompleteCall completed = house.journal.await(CompleteCall.class);
            assertThat(completed.metered().source()).isEqualTo(UsageSource.REPORTED);
        }
    }

    @Test
    void isStreamedByTheSimulator() throws Exception {
        try (EdgeHouse house = EdgeHouse.open();
                Wire wire = Wire.to(house.port())) {
            house.catalog.show(Pages.simulated());

            Wire.Response answer = wire.send(message(true)).read();

            assertThat(answer.field("content-type")).startsWith("text/event-stream");
            assertThat(answer.body())
                    .startsWith("event: message_start\ndata: {")
                    .contains("\"text\":\"You \"", "\"text\":\"said\"")
                    .endsWith("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n")
                    .doesNotContain("[DONE]");
            assertThat(house.journal.await(CompleteCall.class).metered().usage().totalOutput())
                    .isEqualTo(4);
        }
    }

    @Test
    void isTranslatedForAProviderOfOpenAisDialect() throws Exception {
        try (FakeProvider provider = FakeProvider.start(Bodies.reply(true).cut(3));
                EdgeHouse house = EdgeHouse.open();
                Wire wire = Wire.to(house.port())) {
            house.catalog.show(Pages.behind(provider));

            Wire.Response answer = wire.send(message(true)).read();

            assertThat(answer.body())
                    .contains("\"text\":\"hello\"", "\"text\":\" world\"")
                    .contains("\"input_tokens\":5", "\"output_tokens\":2");
            FakeProvider.Received received = provider.take();
            assertThat(received.head().getFirst()).contains("/v1/chat/completions");
            assertThat(String.join("\n", received.head())).doesNotContain("anthropic", "2023");
            assertThat(received.body())
                    .isEqualTo(
                            "{\"model\":\"upstream-model\",\"messages\":[{\"role\":\"user\","
                                    + "\"content\":\"hello\"}],\"stream\":true,\"stream_options\":"
                                    + "{\"include_usage\":true},\"max_tokens\":9}");
        }
    }

    @Test
    void tellsAStreamThatBreaksOffInItsDialect() throws Exception {
        Reply reply =
                Reply.events(Bodies.content("hello"), "data: {\"error\":{\"message\":\"x\"}}");
        try (FakeProvider provider = FakeProvider.start(reply);
                EdgeHouse house = EdgeHouse.open();
                Wire wire = Wire.to(house.port())) {
            house.catalog.show(Pages.behind(provider));

            Wire.Response answer = wire.send(message(true)).read();

            assertThat(answer.body())
                    .contains("\"text\":\"hello\"", "event: error\ndata: {\"type\":\"error\",")
                    .contains("\"api_error\"", answer.field("request-id"))
                    .doesNotContain("message_stop");
            assertThat(house.journal.await(FailCall.class).failure())
                    .isEqualTo(FailureCode.UPSTREAM_ERROR);
        }
    }

    @Test
    void tellsAnOverloadedProviderAsItsOwnWould() throws Exception {
        try (FakeProvider provider = FakeProvider.start(Reply.json(503, "{}"));
                EdgeHouse house = EdgeHouse.open();
                Wire wire = Wire.to(house.port())) {
            house.catalog.show(Pages.behind(provider));

            Wire.Response answer = wire.send(message(false)).read();

            assertThat(answer.status()).isEqualTo(529);
            assertThat(answer.body()).contains("\"overloaded_error\"");
            assertThat(answer.field("retry-after")).isEqualTo("1");
        }
    }

    @Test
    void isRefusedWhatItsProviderCannotBeTold() throws Exception {
        try (FakeProvider provider = FakeProvider.start(Bodies.reply(false));
                EdgeHouse house = EdgeHouse.open();
                Wire wire = Wire.to(house.port())) {
            house.catalog.show(Pages.behind(provider));
            String body = message(false).replace("{\"model\"", "{\"container\":\"c\",\"model\"");

            Wire.Response answer =
                    wire.send(
                                    body.replaceFirst(
                                            "content-length: \\d+",
                                            "content-length: "
                                                    + body.substring(body.indexOf("{")).length()))
                            .read();

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body()).contains("\"invalid_request_error\"", "container");
        }
    }

    @Test
    void leavesAnOverloadedProviderForOneOfAnotherDialect() throws Exception {
        try (FakeProvider first = FakeProvider.scripted(_ -> Reply.json(503, "{}"));
                AnthropicDouble second = AnthropicDouble.start();
                EdgeHouse house = EdgeHouse.open();
                Wire wire = Wire.to(house.port())) {
            house.catalog.show(
                    Pages.page(
                            List.of(
                                    Pages.provider("a", Protocol.OPENAI, first.baseUrl()),
                                    Pages.provider("b", Protocol.ANTHROPIC, second.baseUrl())),
                            List.of(Pages.deployment(1, "a", 0), Pages.deployment(2, "b", 1))));

            Wire.Response answer = wire.send(message(true)).read();

            assertThat(answer.body()).contains("message_stop", "You").doesNotContain("error");
            assertThat(house.journal.all(FailAttempt.class)).isNotEmpty();
        }
    }

    private static String message(boolean stream) {
        String body =
                "{\"model\":\"m\",\"max_tokens\":9,\"stream\":"
                        + stream
                        + ",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";
        return Wire.post("/v1/messages", Pages.KEY, body)
                .replace("host: edge", "host: edge\r\nanthropic-version: 2023-06-01");
    }
}
