package io.affidavit.edge.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.house.EdgeHouse;
import io.affidavit.edge.house.Pages;
import io.affidavit.edge.house.Wire;
import io.affidavit.schemas.call.CallCommand.AdmitCall;
import io.affidavit.schemas.call.CallCommand.CompleteCall;
import io.affidavit.schemas.call.CallOutcome;
import io.affidavit.schemas.evidence.Part;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CallTest {

    private static final String HELLO =
            "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";
    private static final String STREAM =
            "{\"model\":\"m\",\"stream\":true,"
                    + "\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";

    private EdgeHouse house;

    @BeforeEach
    void open() {
        house = EdgeHouse.open();
        house.catalog.show(Pages.simulated());
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void answersACallAndRecordsItsWholeWay() throws Exception {
        try (Wire wire = Wire.to(house.port())) {
            Wire.Response answer = wire.send(Wire.chat(Pages.KEY, HELLO)).read();

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).contains("You said: hello");
            AdmitCall admitted = house.journal.await(AdmitCall.class);
            CompleteCall completed = house.journal.await(CompleteCall.class);
            assertThat(answer.field("x-affidavit-call-id")).isEqualTo(admitted.callId().toString());
            assertThat(answer.field("x-request-id")).isEqualTo("req_" + admitted.callId());
            assertThat(completed.outcome()).isEqualTo(CallOutcome.COMPLETED);
            assertThat(text(admitted.parts().getFirst())).isEqualTo(HELLO);
            assertThat(text(completed.parts().getFirst())).isEqualTo(answer.body());
        }
    }

    @Test
    void streamsACallAndRecordsExactlyWhatItSent() throws Exception {
        try (Wire wire = Wire.to(house.port())) {
            Wire.Response answer = wire.send(Wire.chat(Pages.KEY, STREAM)).read();

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.field("content-type")).startsWith("text/event-stream");
            assertThat(answer.body()).endsWith("data: [DONE]\n\n").doesNotContain("\"usage\":{");
            CompleteCall completed = house.journal.await(CompleteCall.class);
            assertThat(text(completed.parts().getFirst())).isEqualTo(answer.body());
            assertThat(completed.responseBytes()).isEqualTo(answer.body().length());
            assertThat(completed.finishReason()).isEqualTo("stop");
        }
    }

    @Test
    void goesOnWithTheNextRequestOnTheSameConnection() throws Exception {
        try (Wire wire = Wire.to(house.port())) {
            wire.send(Wire.chat(Pages.KEY, STREAM) + Wire.chat(Pages.KEY, HELLO));

            assertThat(wire.read().body()).endsWith("[DONE]\n\n");
            assertThat(wire.read().body()).contains("You said: hello");
            assertThat(house.journal.all(CompleteCall.class)).hasSize(2);
        }
    }

    private static String text(Part part) {
        return new String(((Part.Content) part).bytes(), StandardCharsets.UTF_8);
    }
}
