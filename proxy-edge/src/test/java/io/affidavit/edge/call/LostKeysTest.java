package io.affidavit.edge.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.house.Bodies;
import io.affidavit.edge.house.EdgeHouse;
import io.affidavit.edge.house.Pages;
import io.affidavit.edge.house.Wire;
import io.affidavit.edge.upstream.FakeProvider;
import io.affidavit.edge.upstream.Reply;
import io.affidavit.schemas.call.CallCommand.FailCall;
import io.affidavit.schemas.call.CatalogPage;
import io.affidavit.schemas.value.FailureCode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Calls under way whose key is taken away, where that ends them.
class LostKeysTest {

    private static final String OTHER = Pages.key("BBBBBBBBBBBB");

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void endsTheCallsOfARevokedKey(boolean stream) throws Exception {
        Reply hanging =
                stream
                        ? Reply.streamHead().chunk(Bodies.content("hello") + "\n\n").hang()
                        : Reply.nothing().hang();
        try (FakeProvider provider = FakeProvider.start(hanging);
                EdgeHouse house = EdgeHouse.open();
                Wire wire = Wire.to(house.port())) {
            house.catalog.show(page(provider, false));
            wire.send(Wire.chat(Pages.KEY, Bodies.request(stream)));
            FakeProvider.Received received = provider.take();
            if (stream) {
                wire.readHead();
                wire.chunk();
            }

            house.catalog.show(page(provider, true));
            house.calls.stopCallsOfLostKeys(house.catalog.current());

            received.awaitLeft();
            String end = stream ? wire.chunk() : wire.read().body();
            assertThat(end).contains("\"invalid_api_key\"").doesNotContain("[DONE]");
            assertThat(house.journal.await(FailCall.class).failure())
                    .isEqualTo(FailureCode.INVALID_API_KEY);
            assertThat(house.calls.awaitIdle(Duration.ofSeconds(20))).isTrue();
        }
    }

    @Test
    void leavesTheCallsOfOtherKeysAlone() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        Reply slow =
                Reply.streamHead()
                        .chunk(Bodies.content("hello") + "\n\n")
                        .gate(goOn)
                        .chunk(Bodies.finish() + "\n\n")
                        .chunk("data: [DONE]\n\n")
                        .then("0\r\n\r\n");
        try (FakeProvider provider = FakeProvider.start(slow);
                EdgeHouse house = EdgeHouse.open();
                Wire wire = Wire.to(house.port())) {
            house.catalog.show(page(provider, false));
            wire.send(Wire.chat(OTHER, Bodies.request(true)));
            wire.readHead();
            wire.chunk();

            house.catalog.show(page(provider, true));
            house.calls.stopCallsOfLostKeys(house.catalog.current());
            goOn.countDown();

            assertThat(wire.chunk()).endsWith("data: [DONE]\n\n");
        }
    }

    private static CatalogPage page(FakeProvider provider, boolean revoked) {
        return Pages.keyed(
                Pages.behind(provider),
                List.of(
                        Pages.keyOf(Pages.KEY, List.of("*"), revoked),
                        Pages.keyOf(OTHER, List.of("*"), false)));
    }
}
