package io.affidavit.edge.openai;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// A stream of several choices is whole when each of them has ended.
class ChatStreamChoicesTest {

    @Test
    void countsAChoiceOnceHoweverOftenItEnds() {
        StreamRun run = StreamRun.of(false);
        run.read(piece(0, "null") + piece(1, "null") + piece(0, "\"stop\""));
        run.read(piece(0, "\"stop\"") + "data: [DONE]\n\n");

        assertThat(run.fault()).isNotNull();
    }

    @Test
    void isWholeWhenAllHaveEnded() {
        StreamRun run = StreamRun.of(false);
        run.read(piece(1, "\"length\"") + piece(0, "\"stop\"") + "data: [DONE]\n\n");

        assertThat(run.fault()).isNull();
        assertThat(run.facts().finishReason()).isEqualTo("stop");
    }

    @Test
    void takesAnIndexBeyondAllRequestsForABrokenAnswer() {
        StreamRun run = StreamRun.of(false);
        run.read(piece(900_000_000, "\"stop\""));

        assertThat(run.fault()).isNotNull();
    }

    private static String piece(int index, String reason) {
        return "data: {\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":%d,\"delta\":{\"content\":\"x\"},"
                        .formatted(index)
                + "\"finish_reason\":"
                + reason
                + "}]}\n\n";
    }
}
