package io.affidavit.edge.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.json.JsonString;
import io.affidavit.schemas.testing.Seeds;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ChatStreamPropertyTest {

    private static final String[] LINE_ENDS = {"\n", "\r\n", "\r"};

    @Test
    void anyChunkingGivesEqualEvents() {
        Seeds.check(
                2_000,
                random -> {
                    byte[] stream = stream(random).getBytes(UTF_8);
                    boolean usageAsked = random.nextBoolean();
                    StreamRun whole = StreamRun.of(usageAsked);
                    whole.read(stream, 0, stream.length);
                    StreamRun cut = StreamRun.of(usageAsked);
                    int at = 0;
                    while (at < stream.length) {
                        int piece = Math.min(stream.length - at, 1 + random.nextInt(12));
                        cut.read(stream, at, piece);
                        at += piece;
                    }

                    assertThat(cut.sent()).isEqualTo(whole.sent());
                    assertThat(cut.fault()).isEqualTo(whole.fault());
                    assertThat(cut.facts()).isEqualTo(whole.facts());
                    assertThat(whole.fault()).isNull();
                    assertThat(cut.end()).isEqualTo(whole.end());
                });
    }

    @Test
    void anyBytesGiveOnlyWholeEvents() {
        Seeds.check(
                2_000,
                random -> {
                    byte[] stream = stream(random).getBytes(UTF_8);
                    for (int i = random.nextInt(4); i >= 0; i--) {
                        stream[random.nextInt(stream.length)] = (byte) random.nextInt(256);
                    }
                    StreamRun run = StreamRun.of(true);
                    run.read(stream, 0, stream.length);

                    for (String event : run.sent().split("(?<=\n\n)", -1)) {
                        if (!event.isEmpty()) {
                            assertThat(event).startsWith("data: {").endsWith("}\n\n");
                            assertThat(event.substring(0, event.length() - 2)).doesNotContain("\n");
                        }
                    }
                });
    }

    private static String stream(SplittableRandom random) {
        StringBuilder out = new StringBuilder();
        int chunks = 1 + random.nextInt(5);
        for (int i = 0; i < chunks; i++) {
            if (random.nextInt(3) == 0) {
                out.append(": ").append("waiting".repeat(random.nextInt(3))).append("\n\n");
            }
            String text = JsonString.quote(Seeds.text(random, 12));
            out.append(data(random, ChatStreamTest.delta(text.substring(1, text.length() - 1))));
        }
        out.append(data(random, ChatStreamTest.finish("stop")));
        if (random.nextBoolean()) {
            out.append(data(random, ChatStreamTest.usage()));
        }
        if (random.nextBoolean()) {
            out.append("data:[DONE]\n\n");
        }
        return out.toString().replace("\n", LINE_ENDS[random.nextInt(LINE_ENDS.length)]);
    }

    /// An event over one or two data lines, the second begun where JSON allows whitespace.
    private static String data(SplittableRandom random, String json) {
        int comma = json.indexOf(',');
        String lines =
                random.nextBoolean()
                        ? json
                        : json.substring(0, comma) + "\ndata: " + json.substring(comma);
        return "data: " + lines + "\n\n";
    }
}
