package io.affidavit.replay.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.schemas.bundle.DisclosedPart;
import io.affidavit.schemas.bundle.DisclosureForm;
import io.affidavit.schemas.bundle.PartDisclosed;
import io.affidavit.schemas.serial.EventNames;
import io.affidavit.schemas.testing.Samples;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class TimelineTest {

    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void tellsACallWithEveryInputOfItsDecisions() throws IOException {
        try (InputStream golden = TimelineTest.class.getResourceAsStream("/timeline/call.txt")) {
            assertThat(String.join("\n", Timeline.of(Answers.call())) + "\n")
                    .isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void saysThatAHistoryIsNotToBeTrusted() {
        ObjectNode answer = (ObjectNode) Answers.call();
        answer.set("chain", JSON.readTree("{\"verified\":false,\"checked\":7,\"firstBad\":4713}"));

        assertThat(Timeline.of(answer).getLast())
                .isEqualTo(
                        "NOT VERIFIED: this history was changed or is incomplete. First at record"
                                + " 4713.");
    }

    @Test
    void saysWhenTextsOfACallLeft() {
        ObjectNode answer = (ObjectNode) Answers.call();
        PartDisclosed disclosed =
                new PartDisclosed(
                        "call",
                        Samples.CALL.toString(),
                        null,
                        "log",
                        "bdl_1",
                        List.of(
                                new DisclosedPart(8, "request", DisclosureForm.TEXT),
                                new DisclosedPart(12, "response", DisclosureForm.SALT)),
                        List.of());
        ObjectNode event = (ObjectNode) JSON.readTree(Answers.event(17, Samples.AT, disclosed));
        event.putObject("by").put("kind", "service").put("id", "operator");
        answer.putArray("disclosures").add(event);

        assertThat(Timeline.of(answer))
                .contains(
                        "       #17 2026-11-25 14:00:00.123456  Texts of call "
                                + Samples.CALL
                                + " left with bdl_1: request of record 8, response of record 12 (its"
                                + " salt). Asked for by service operator.");
    }

    @Test
    void printsNoControlCharacterWhateverARecordHolds() {
        assertThat(Timeline.of(Answers.call()))
                .noneMatch(line -> line.chars().anyMatch(c -> c < 32));
    }

    @Test
    void tellsEveryKindOfRecordThereIs() {
        for (EventNames.EventName name : EventNames.all()) {
            JsonNode event = JSON.readTree(Answers.event(17, Samples.AT, Samples.of(name.event())));

            Told told = RecordTelling.tell(event);

            assertThat(told.headline()).as(name.type()).matches("[A-Z0-9][^.]{5,}.*\\.");
            assertThat(Timeline.line(event))
                    .startsWith("       #17 2026-11-25 14:00:00.123456  " + name.type());
        }
    }

    @Test
    void survivesARecordThatIsNone() {
        JsonNode answer = JSON.readTree("{\"events\":[{\"position\":3,\"data\":null}]}");

        List<String> lines = Timeline.of(answer);

        assertThat(lines).contains("Call -").anyMatch(line -> line.contains("#3"));
    }
}
