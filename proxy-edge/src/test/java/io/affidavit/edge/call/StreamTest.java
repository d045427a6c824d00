package io.affidavit.edge.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.house.Bodies;
import io.affidavit.edge.house.EdgeHouse;
import io.affidavit.edge.house.Pages;
import io.affidavit.edge.house.Wire;
import io.affidavit.edge.server.ServerLimits;
import io.affidavit.edge.upstream.FakeProvider;
import io.affidavit.edge.upstream.Reply;
import io.affidavit.schemas.call.CallCommand.CompleteCall;
import io.affidavit.schemas.call.CallOutcome;
import io.affidavit.schemas.call.UsageSource;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64, 100_000})
    void givesTheClientTheSameEventsHoweverTheProviderCutsThem(int piece) throws Exception {
        try (FakeProvider provider = FakeProvider.start(Bodies.reply(true).cut(piece));
                EdgeHouse house = EdgeHouse.open();
                Wire wire = Wire.to(house.port())) {
            house.catalog.show(Pages.behind(provider));

            Wire.Response answer = wire.send(Wire.chat(Pages.KEY, Bodies.request(true))).read();

            assertThat(answer.body())
                    .isEqualTo(
                            String.join(
                                    "\n\n",
                                    Bodies.content("hello"),
                                    Bodies.content(" world"),
                                    Bodies.finish(),
                                    "data: [DONE]\n\n"));
            CompleteCall completed = house.journal.await(CompleteCall.class);
            assertThat(completed.metered().source()).isEqualTo(UsageSource.REPORTED);
            assertThat(completed.metered().usage().totalOutput()).isEqualTo(2);
            assertThat(completed.upstreamModel()).isEqualTo("m-1");
        }
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void asksForUsageAlwaysAndPassesItOnWhenAsked(boolean asked) throws Exception {
        try (FakeProvider provider = FakeProvider.start(Bodies.reply(true));
                EdgeHouse house = EdgeHouse.open();
                Wire wire = Wire.to(house.port())) {
            house.catalog.show(Pages.behind(provider));
            String request =
                    Bodies.request(true)
                            .replace(
                                    "\"stream\":true",
                                    "\"stream\":true,\"stream_options\":{\"include_usage\":"
                                            + asked
                                            + "},\"unknown\":12345678901234567890.50");

            Wire.Response answer = wire.send(Wire.chat(Pages.KEY, request)).read();

            assertThat(answer.body().contains(Bodies.usage())).isEqualTo(asked);
            assertThat(provider.take().body())
                    .contains("\"include_usage\":true", "\"unknown\":12345678901234567890.50")
                    .contains("\"model\":\"upstream-model\"");
        }
    }

    @Test
    void holdsTheProviderBackWhileTheClientDoesNotRead() throws Exception {
        int events = 400;
        String event = Bodies.content("x".repeat(8 * 1024)) + "\n\n";
        Reply reply = Reply.streamHead();
        for (int i = 0; i < events; i++) {
            reply = reply.chunk(event);
        }
        reply = reply.chunk(Bodies.finish() + "\n\n").chunk("data: [DONE]\n\n").then("0\r\n\r\n");
        try (FakeProvider provider = FakeProvider.start(reply);
                EdgeHouse house = EdgeHouse.open();
                Wire wire = Wire.to(house.port())) {
            house.catalog.show(Pages.behind(provider));
            wire.send(Wire.chat(Pages.KEY, Bodies.request(true)));
            provider.take();

            Wire.Response answer = wire.read();

            assertThat(answer.body()).hasSizeGreaterThan(events * 8 * 1024);
            assertThat(answer.body()).endsWith("data: [DONE]\n\n");
        }
    }

    @Test
    void leavesAClientThatTakesNothing() throws Exception {
        String event = Bodies.content("x".repeat(64 * 1024)) + "\n\n";
        Reply reply = Reply.streamHead();
        for (int i = 0; i < 200; i++) {
            reply = reply.chunk(event);
        }
        ServerLimits hurried =
                new ServerLimits(
                        10,
                        32 * 1024,
                        1024,
                        1024 * 1024,
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(60),
                        Duration.ofMillis(500));
        try (FakeProvider provider = FakeProvider.start(reply.hang());
                EdgeHouse house = EdgeHouse.open(hurried, 10);
                Wire wire = Wire.withSmallWindow(house.port())) {
            house.catalog.show(Pages.behind(provider));
            wire.send(Wire.chat(Pages.KEY, Bodies.request(true)));

            CompleteCall ended = house.journal.await(CompleteCall.class);

            assertThat(ended.outcome()).isEqualTo(CallOutcome.CLIENT_CLOSED);
        }
    }

    @Test
    void boundsWhatOneAnswerMayHold() throws Exception {
        String event = Bodies.content("x".repeat(512 * 1024)) + "\n\n";
        Reply reply = Reply.streamHead();
        for (int i = 0; i < 40; i++) {
            reply = reply.chunk(event);
        }
        try (FakeProvider provider = FakeProvider.start(reply.hang());
                EdgeHouse house = EdgeHouse.open();
                Wire wire = Wire.to(house.port())) {
            house.catalog.show(Pages.behind(provider));

            Wire.Response answer = wire.send(Wire.chat(Pages.KEY, Bodies.request(true))).read();

            assertThat(answer.body()).contains("\"upstream_error\"").doesNotContain("[DONE]");
        }
    }

    @Test
    void answersEmbeddings() throws Exception {
        String body =
                "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,"
                        + "\"embedding\":[0.25]}],\"model\":\"e\",\"usage\":"
                        + "{\"prompt_tokens\":3,\"total_tokens\":3}}";
        try (FakeProvider provider = FakeProvider.start(Reply.json(200, body));
                EdgeHouse house = EdgeHouse.open();
                Wire wire = Wire.to(house.port())) {
            house.catalog.show(Pages.behind(provider));
            wire.send(Wire.post("/v1/embeddings", Pages.KEY, "{\"input\":\"hi\",\"model\":\"m\"}"));

            assertThat(wire.read().body()).isEqualTo(body);

            assertThat(provider.take().head().getFirst()).contains("/v1/embeddings");
            assertThat(house.journal.await(CompleteCall.class).metered().usage().totalInput())
                    .isEqualTo(3);
        }
    }
}
