package io.affidavit.edge.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.house.Bodies;
import io.affidavit.edge.house.EdgeHouse;
import io.affidavit.edge.house.Pages;
import io.affidavit.edge.house.Wire;
import io.affidavit.schemas.call.CallCommand.FailCall;
import io.affidavit.schemas.routing.Protocol;
import io.affidavit.schemas.value.FailureCode;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Providers that cannot even be tried.
class BrokenUpstreamTest {

    @ParameterizedTest
    @ValueSource(strings = {"no address", "http://10.0.0.1/v1", "http://127.0.0.1:1/v1"})
    void failsTheCallInsteadOfWaiting(String baseUrl) throws Exception {
        try (EdgeHouse house = EdgeHouse.open();
                Wire wire = Wire.to(house.port())) {
            house.catalog.show(
                    Pages.page(
                            List.of(Pages.provider("p", Protocol.OPENAI, baseUrl)),
                            List.of(Pages.deployment(1, "p", 0))));

            Wire.Response answer = wire.send(Wire.chat(Pages.KEY, Bodies.request(false))).read();

            assertThat(answer.status()).isGreaterThanOrEqualTo(500);
            assertThat(answer.body()).contains("\"server_error\"").doesNotContain("10.0.0.1");
            assertThat(house.journal.await(FailCall.class).failure().fault())
                    .isNotEqualTo(FailureCode.Fault.CLIENT);
        }
    }
}
