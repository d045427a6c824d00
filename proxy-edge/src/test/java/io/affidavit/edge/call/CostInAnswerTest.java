package io.affidavit.edge.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.house.Bodies;
import io.affidavit.edge.house.EdgeHouse;
import io.affidavit.edge.house.Pages;
import io.affidavit.edge.house.Wire;
import io.affidavit.edge.upstream.FakeProvider;
import io.affidavit.edge.upstream.Reply;
import io.affidavit.schemas.call.CallCommand.AdmitCall;
import io.affidavit.schemas.call.CallCommand.CompleteCall;
import io.affidavit.schemas.call.Cost;
import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.NanoUsd;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a call costs, in its own answer.
class CostInAnswerTest {

    private static final Cost COST = new Cost(new NanoUsd(17_600), "list/m");
    private static final String TOLD = "\"cost\":0.0000176,\"cost_nano_usd\":\"17600\"}";
    private static final String UNKNOWN = "\"cost\":null,\"cost_nano_usd\":null}";
    private static final String HEADER = "host: edge\r\nx-affidavit-cost: include";

    private final EdgeHouse house = EdgeHouse.open();

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void tellsWhoAsksInTheBodyAndNotTheProvider() throws Exception {
        house.costs = _ -> COST;
        try (FakeProvider provider = FakeProvider.start(Bodies.reply(false))) {
            house.catalog.show(Pages.behind(provider));
            Wire.Response answer =
                    send(Wire.chat(Pages.KEY, asking("\"usage\":{\"include\":true},", false)));

            assertThat(answer.body()).isEqualTo(Bodies.whole().replace("7}}", "7," + TOLD + "}"));
            assertThat(provider.take().body())
                    .isEqualTo(asking("", false).replace("\"m\"", "\"upstream-model\""));
            isOnRecord(answer, COST);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void tellsWhoAsksWithAHeader(boolean stream) throws Exception {
        house.costs = _ -> COST;
        try (FakeProvider provider = FakeProvider.start(Bodies.reply(stream))) {
            house.catalog.show(Pages.behind(provider));
            Wire.Response answer =
                    send(
                            Wire.chat(Pages.KEY, Bodies.request(stream))
                                    .replace("host: edge", HEADER));

            assertThat(answer.body()).containsOnlyOnce("\"total_tokens\":7," + TOLD);
            assertThat(answer.body().contains("data: [DONE]")).isEqualTo(stream);
            isOnRecord(answer, COST);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void tellsAClientOfAnthropicsOwnApi(boolean stream) throws Exception {
        house.costs = _ -> COST;
        house.catalog.show(Pages.simulated());
        String body =
                "{\"model\":\"m\",\"max_tokens\":9,\"stream\":"
                        + stream
                        + ",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";
        Wire.Response answer =
                send(
                        Wire.post("/v1/messages", Pages.KEY, body)
                                .replace(
                                        "host: edge",
                                        HEADER + "\r\nanthropic-version: 2023-06-01"));

        assertThat(answer.body()).containsOnlyOnce(TOLD);
        isOnRecord(answer, COST);
    }

    @Test
    void saysThatNobodyKnowsAPrice() throws Exception {
        try (FakeProvider provider = FakeProvider.start(Bodies.reply(true))) {
            house.catalog.show(Pages.behind(provider));
            Wire.Response answer =
                    send(Wire.chat(Pages.KEY, asking("\"usage\":{\"include\":true},", true)));

            assertThat(answer.body()).containsOnlyOnce("\"total_tokens\":7," + UNKNOWN);
            isOnRecord(answer, Cost.UNKNOWN);
        }
    }

    @Test
    void putsItsOwnCostInPlaceOfAProviders() throws Exception {
        house.costs = _ -> COST;
        Reply reply =
                Reply.json(
                        200,
                        Bodies.whole()
                                .replace("{\"prompt_tokens\"", "{\"cost\":9.9,\"prompt_tokens\""));
        try (FakeProvider provider = FakeProvider.start(reply)) {
            house.catalog.show(Pages.behind(provider));
            Wire.Response answer =
                    send(Wire.chat(Pages.KEY, asking("\"usage\":{\"include\":true},", false)));

            assertThat(answer.body()).isEqualTo(Bodies.whole().replace("7}}", "7," + TOLD + "}"));
        }
    }

    @Test
    void tellsNothingWhereNobodyAskedOrNothingIsKnownOfTheUsage() throws Exception {
        house.costs = _ -> COST;
        String silent = Bodies.whole().replaceAll(",\"usage\":.*", "}");
        try (FakeProvider provider =
                FakeProvider.start(Bodies.reply(false), Reply.json(200, silent))) {
            house.catalog.show(Pages.behind(provider));
            assertThat(
                            send(Wire.chat(
                                            Pages.KEY,
                                            asking("\"usage\":{\"include\":false},", false)))
                                    .body())
                    .isEqualTo(Bodies.whole());
            assertThat(
                            send(Wire.chat(
                                            Pages.KEY,
                                            asking("\"usage\":{\"include\":true},", false)))
                                    .body())
                    .isEqualTo(silent);
            assertThat(house.journal.all(CompleteCall.class))
                    .extracting(CompleteCall::told)
                    .containsExactly(null, null);
        }
    }

    @Test
    void tellsAPriceThatTurnedUpMeanwhile() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        house.costs = _ -> new Cost(new NanoUsd(asked.incrementAndGet()), "list/m");
        house.journal.fate(command ->
                command instanceof CompleteCall done
                                && done.told() != null
                                && done.told().amount().value() == 1
                        ? FailureCode.CONFLICT
                        : null);
        try (FakeProvider provider = FakeProvider.start(Bodies.reply(false))) {
            house.catalog.show(Pages.behind(provider));
            Wire.Response answer =
                    send(Wire.chat(Pages.KEY, asking("\"usage\":{\"include\":true},", false)));

            assertThat(answer.body()).contains("\"cost\":0.000000002,\"cost_nano_usd\":\"2\"}");
            isOnRecord(answer, new Cost(new NanoUsd(2), "list/m"));
        }
    }

    @Test
    void doesWithoutWhereThePriceNeverSettlesOrNobodyAnswers() throws Exception {
        house.costs = _ -> COST;
        house.journal.fate(command ->
                command instanceof CompleteCall done && done.told() != null
                        ? FailureCode.CONFLICT
                        : null);
        try (FakeProvider provider = FakeProvider.start(Bodies.reply(false), Bodies.reply(false))) {
            house.catalog.show(Pages.behind(provider));
            String request = Wire.chat(Pages.KEY, asking("\"usage\":{\"include\":true},", false));
            assertThat(send(request).body()).isEqualTo(Bodies.whole());
            house.costs = _ -> null;
            assertThat(send(request).body()).isEqualTo(Bodies.whole());
        }
    }

    @Test
    void refusesWhatItDoesNotUnderstand() throws Exception {
        house.catalog.show(Pages.simulated());
        Wire.Response header =
                send(
                        Wire.chat(Pages.KEY, Bodies.request(false))
                                .replace("host: edge", "host: edge\r\nx-affidavit-cost: yes"));
        assertThat(header.status()).isEqualTo(400);
        assertThat(header.body()).contains("\"param\":\"x-affidavit-cost\"");
        for (String usage : new String[] {"true", "{\"include\":1}"}) {
            Wire.Response body =
                    send(Wire.chat(Pages.KEY, asking("\"usage\":" + usage + ",", false)));
            assertThat(body.status()).isEqualTo(400);
            assertThat(body.body()).contains("\"param\":\"usage");
        }
        assertThat(house.journal.all(AdmitCall.class)).isEmpty();
    }

    private static String asking(String usage, boolean stream) {
        return Bodies.request(stream).replace("\"messages\"", usage + "\"messages\"");
    }

    private Wire.Response send(String request) throws Exception {
        try (Wire wire = Wire.to(house.port())) {
            return wire.send(request).read();
        }
    }

    /// The conclusion commits to the bytes that left, cost included.
    private void isOnRecord(Wire.Response answer, Cost cost) {
        CompleteCall completed = house.journal.await(CompleteCall.class);
        assertThat(completed.told()).isEqualTo(cost);
        Part.Content response = (Part.Content) completed.parts().getFirst();
        assertThat(new String(response.bytes(), StandardCharsets.UTF_8)).isEqualTo(answer.body());
        assertThat(completed.responseBytes()).isEqualTo(response.bytes().length);
    }
}
