package io.affidavit.schemas.serial;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.schemas.evidence.CanonicalForm;
import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.PartBearing;
import io.affidavit.schemas.testing.Samples;
import io.affidavit.schemas.value.DomainEvent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Pins the stored form of every event. A golden is never edited: a new shape is a new revision.
class EventGoldenTest {

    static Stream<EventNames.EventName> names() {
        return EventNames.all().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void writesTheGolden(EventNames.EventName name) throws Exception {
        byte[] data = EventSerializer.data(Samples.of(name.event()));

        assertThat(new String(data, StandardCharsets.UTF_8)).isEqualTo(golden(name));
    }

    @ParameterizedTest
    @MethodSource("names")
    void writesCanonicalForm(EventNames.EventName name) throws Exception {
        CanonicalForm.check(EventSerializer.data(Samples.of(name.event())));
    }

    @ParameterizedTest
    @MethodSource("names")
    void readsWhatItWrote(EventNames.EventName name) throws Exception {
        DomainEvent event = Samples.of(name.event());
        List<Part.Reference> parts =
                event instanceof PartBearing ? List.of(Samples.reference()) : List.of();

        DomainEvent read =
                EventSerializer.read(
                        name.type(),
                        name.revision(),
                        golden(name).getBytes(StandardCharsets.UTF_8),
                        parts);

        Object expected =
                event instanceof PartBearing bearing
                        ? bearing.withParts(List.copyOf(parts))
                        : event;
        assertThat(read).isEqualTo(expected);
    }

    private static String golden(EventNames.EventName name) throws IOException {
        String file = "/goldens/" + name.type() + "-" + name.revision() + ".json";
        try (InputStream in = EventGoldenTest.class.getResourceAsStream(file)) {
            assertThat(in).as("golden %s", file).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
