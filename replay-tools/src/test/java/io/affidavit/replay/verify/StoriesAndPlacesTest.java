package io.affidavit.replay.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.replay.verify.SampleLog.Entry;
import io.affidavit.schemas.evidence.RecordPlace;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class StoriesAndPlacesTest {

    private final List<Failure> found = new ArrayList<>();
    private final Failures failures = new Failures(found::add);

    @Test
    void findsWhateverTheAppenderPlacedWrongly() {
        assertThat(bent(place -> at(place, place.at().minusSeconds(1))))
                .isEqualTo("41 record 3 at");
        assertThat(bent(place -> node(place, 9)))
                .isEqualTo("33 record 3 node.seq of node56789abcdefG");
        assertThat(bent(place -> organization(place, place.organizationPrevious(), 8)))
                .isEqualTo("32 record 3 org.seq");
        assertThat(bent(place -> organization(place, new byte[32], 1)))
                .isEqualTo("32 record 3 org.prev");
        assertThat(bent(place -> position(place, 4))).isEqualTo("30 record 3 pos");
        assertThat(bent(place -> previous(place, new byte[32]))).isEqualTo("32 record 3 prev");
        assertThat(bent(place -> place)).isEmpty();
    }

    @Test
    void demandsOneTerminalEventACall() {
        assertThat(story("call.admitted", "call.completed", "call.failed"))
                .containsExactly("record 3 agg.seq of call " + SampleLog.callId(1));
        assertThat(story("call.admitted", "call.abandoned", "call.completed"))
                .containsExactly("record 3 of call " + SampleLog.callId(1));
        assertThat(story("call.admitted", "call.abandoned", "route.chosen"))
                .containsExactly("record 3 of call " + SampleLog.callId(1));
        assertThat(story("call.admitted", "call.concluded_late"))
                .containsExactly("record 2 of call " + SampleLog.callId(1));
        assertThat(story("call.admitted", "call.abandoned", "call.concluded_late")).isEmpty();
        assertThat(story("call.refused")).isEmpty();
    }

    private List<String> story(String... types) {
        SampleLog log = SampleLog.opened();
        for (int i = 0; i < types.length; i++) {
            log.append(entry(types[i], i), UnaryOperator.identity());
        }
        verify(log);
        return found.stream().map(Failure::object).toList();
    }

    private String bent(UnaryOperator<RecordPlace> bend) {
        SampleLog log = SampleLog.withCalls(0);
        log.append(entry("call.admitted", 0), bend);
        verify(log);
        assertThat(found).hasSizeLessThan(2);
        return found.isEmpty()
                ? ""
                : found.getFirst().check().code() + " " + found.getFirst().object();
    }

    private static Entry entry(String type, long sequence) {
        byte[] data = "{}".getBytes(StandardCharsets.US_ASCII);
        return new Entry(type, "call", SampleLog.callId(1), sequence, "acme", data, List.of());
    }

    private void verify(SampleLog log) {
        found.clear();
        LogVerifier verifier = new LogVerifier(failures);
        log.rows().forEach(row -> verifier.accept(row.stored()));
    }

    private static RecordPlace at(RecordPlace p, Instant at) {
        return new RecordPlace(
                at,
                p.organizationPrevious(),
                p.organizationSequence(),
                p.nodeSequence(),
                p.position(),
                p.previous());
    }

    private static RecordPlace node(RecordPlace p, long sequence) {
        return new RecordPlace(
                p.at(),
                p.organizationPrevious(),
                p.organizationSequence(),
                sequence,
                p.position(),
                p.previous());
    }

    private static RecordPlace organization(RecordPlace p, byte[] previous, long sequence) {
        return new RecordPlace(
                p.at(), previous, sequence, p.nodeSequence(), p.position(), p.previous());
    }

    private static RecordPlace position(RecordPlace p, long position) {
        return new RecordPlace(
                p.at(),
                p.organizationPrevious(),
                p.organizationSequence(),
                p.nodeSequence(),
                position,
                p.previous());
    }

    private static RecordPlace previous(RecordPlace p, byte[] previous) {
        return new RecordPlace(
                p.at(),
                p.organizationPrevious(),
                p.organizationSequence(),
                p.nodeSequence(),
                p.position(),
                previous);
    }
}
