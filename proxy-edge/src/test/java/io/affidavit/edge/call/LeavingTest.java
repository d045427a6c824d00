package io.affidavit.edge.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.house.Bodies;
import io.affidavit.edge.house.EdgeHouse;
import io.affidavit.edge.house.Pages;
import io.affidavit.edge.house.Wire;
import io.affidavit.edge.upstream.FakeProvider;
import io.affidavit.edge.upstream.Reply;
import io.affidavit.schemas.call.CallCommand.CompleteCall;
import io.affidavit.schemas.call.CallOutcome;
import io.affidavit.schemas.call.UsageSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Clients that leave before the end.
class LeavingTest {

    @ParameterizedTest
    @CsvSource({
        "/v1/chat/completions, false",
        "/v1/chat/completions, true",
        "/v1/embeddings, false",
        "/v1/embeddings, true"
    })
    void leavesTheProviderOfAWholeAnswerToo(String path, boolean reset) throws Exception {
        try (FakeProvider provider = FakeProvider.start(Reply.nothing().hang());
                EdgeHouse house = EdgeHouse.open()) {
            house.catalog.show(Pages.behind(provider));
            Wire wire = Wire.to(house.port());
            String body =
                    path.endsWith("embeddings")
                            ? "{\"model\":\"m\",\"input\":\"hello\"}"
                            : Bodies.request(false);
            wire.send(Wire.post(path, Pages.KEY, body));
            FakeProvider.Received received = provider.take();

            leave(wire, reset);

            received.awaitLeft();
            CompleteCall ended = house.journal.await(CompleteCall.class);
            assertThat(ended.outcome()).isEqualTo(CallOutcome.CLIENT_CLOSED);
            assertThat(ended.responseBytes()).isZero();
            assertThat(ended.metered().source()).isEqualTo(UsageSource.ESTIMATED);
        }
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void concludesAStreamWithWhatTheClientGot(boolean reset) throws Exception {
        Reply reply = Reply.streamHead().chunk(Bodies.content("hello") + "\n\n").hang();
        try (FakeProvider provider = FakeProvider.start(reply);
                EdgeHouse house = EdgeHouse.open()) {
            house.catalog.show(Pages.behind(provider));
            Wire wire = Wire.to(house.port());
            wire.send(Wire.chat(Pages.KEY, Bodies.request(true)));
            wire.readHead();
            String seen = wire.chunk();

            leave(wire, reset);

            provider.take().awaitLeft();
            CompleteCall ended = house.journal.await(CompleteCall.class);
            assertThat(ended.outcome()).isEqualTo(CallOutcome.CLIENT_CLOSED);
            assertThat(ended.responseBytes()).isEqualTo(seen.length());
            assertThat(ended.metered().usage().totalOutput()).isPositive();
        }
    }

    @Test
    void noticesAClientThatPipelinedAndLeft() throws Exception {
        try (FakeProvider provider = FakeProvider.start(Reply.nothing().hang());
                EdgeHouse house = EdgeHouse.open()) {
            house.catalog.show(Pages.behind(provider));
            Wire wire = Wire.to(house.port());
            String call = Wire.chat(Pages.KEY, Bodies.request(false));
            wire.send(call + call);
            FakeProvider.Received received = provider.take();

            leave(wire, false);

            received.awaitLeft();
            assertThat(house.journal.await(CompleteCall.class).outcome())
                    .isEqualTo(CallOutcome.CLIENT_CLOSED);
        }
    }

    private static void leave(Wire wire, boolean reset) throws Exception {
        if (reset) {
            wire.reset();
        } else {
            wire.close();
        }
    }
}
