package io.affidavit.edge.translate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.anthropic.AnthropicDouble;
import io.affidavit.edge.anthropic.Message;
import io.affidavit.edge.anthropic.Message.Block;
import io.affidavit.edge.dialect.InboundRequest;
import io.affidavit.edge.dialect.InboundResult;
import io.affidavit.edge.dialect.WholeAnswer;
import io.affidavit.edge.house.StreamText;
import io.affidavit.edge.json.JsonString;
import io.affidavit.edge.openai.RequestScanner;
import io.affidavit.schemas.call.Surface;
import io.affidavit.schemas.testing.Seeds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ChatToAnthropicPropertyTest {

    private static final ChatToAnthropic BRIDGE = new ChatToAnthropic(() -> Instant.EPOCH);
    private static final InboundRequest REQUEST =
            ChatToAnthropicRequestTest.scan(
                    "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");

    @Test
    void streamsWhatTheWholeAnswerSaysHoweverItIsCut() {
        Seeds.check(
                1_500,
                random -> {
                    Message message = message(random);
                    byte[] events = events(message, random).getBytes(UTF_8);
                    BridgeRun run = BridgeRun.of(BRIDGE.stream(REQUEST));
                    int at = 0;
                    while (at < events.length) {
                        int piece = Math.min(events.length - at, 1 + random.nextInt(40));
                        run.read(events, at, piece);
                        at += piece;
                    }
                    assertThat(run.fault()).isNull();

                    StreamText streamed = StreamText.of(run.sent() + run.end());

                    byte[] body = message.json("m").getBytes(UTF_8);
                    WholeAnswer.Sound whole = (WholeAnswer.Sound) BRIDGE.answer(REQUEST, body);
                    assertThat(streamed)
                            .isEqualTo(StreamText.ofWhole(new String(whole.body(), UTF_8)));
                    assertThat(run.facts()).isEqualTo(whole.facts());
                });
    }

    @Test
    void neverThrowsAtTheProvidersGarbage() {
        Seeds.check(
                3_000,
                random -> {
                    byte[] events = events(message(random), random).getBytes(UTF_8);
                    byte[] body = message(random).json("m").getBytes(UTF_8);
                    for (int i = random.nextInt(6); i >= 0; i--) {
                        garble(events, random);
                        garble(body, random);
                    }
                    BridgeRun run = BridgeRun.of(BRIDGE.stream(REQUEST));
                    run.read(events, 0, events.length);
                    run.facts();

                    for (String event : run.sent().split("(?<=\n\n)", -1)) {
                        if (!event.isEmpty()) {
                            assertThat(event).startsWith("data: {").endsWith("}\n\n");
                            assertThat(event.substring(0, event.length() - 2)).doesNotContain("\n");
                        }
                    }
                    if (BRIDGE.answer(REQUEST, body) instanceof WholeAnswer.Sound sound) {
                        StreamText.ofWhole(new String(sound.body(), UTF_8));
                    }
                });
    }

    /// Whatever a client sends that was found to be a call can be said, or is named.
    @Test
    void neverThrowsAtAClientsOddities() {
        List<String> seeds = Golden.cases("chat-to-anthropic", ".chat.json");
        Seeds.check(
                3_000,
                random -> {
                    String seed = seeds.get(random.nextInt(seeds.size()));
                    byte[] body =
                            swapped(Golden.text("chat-to-anthropic/" + seed + ".chat.json"), random)
                                    .getBytes(UTF_8);
                    InboundResult result = RequestScanner.scan(Surface.CHAT_COMPLETIONS, body);
                    if (result instanceof InboundRequest request) {
                        String said =
                                new String(BRIDGE.request(request, "claude-sonnet-4-5"), UTF_8);
                        BRIDGE.losses(request, "claude-sonnet-4-5").untranslatable();
                        assertThat(AnthropicDouble.isJson(said)).isTrue();
                    }
                });
    }

    private static void garble(byte[] bytes, SplittableRandom random) {
        bytes[random.nextInt(bytes.length)] =
                random.nextBoolean()
                        ? (byte) random.nextInt(256)
                        : (byte) "{}[]\",:0nt\\ud800".charAt(random.nextInt(16));
    }

    /// Puts one value of the text in another's place.
    private static String swapped(String json, SplittableRandom random) {
        String[] values = {"null", "5", "\"x\"", "[]", "{}", "[{}]", "[null,1,\"a\"]", "true"};
        int colon = json.indexOf(": ", random.nextInt(json.length() - 10));
        if (colon < 0) {
            return json;
        }
        char first = json.charAt(colon + 2);
        if (first == '{' || first == '[') {
            return json;
        }
        int end = colon + 2;
        boolean quoted = first == '"';
        while (quoted
                ? end == colon + 2 || json.charAt(end - 1) != '"' || json.charAt(end - 2) == '\\'
                : ",}]\n ".indexOf(json.charAt(end)) < 0) {
            end++;
        }
        return json.substring(0, colon + 2)
                + values[random.nextInt(values.length)]
                + json.substring(end);
    }

    private static String events(Message message, SplittableRandom random) {
        StringBuilder out = new StringBuilder();
        for (String event : message.events("m", random)) {
            out.append(event).append("\n\n");
            if (random.nextInt(4) == 0) {
                out.append("event: ping\ndata: {\"type\": \"ping\"}\n\n");
            }
        }
        return out.toString();
    }

    private static Message message(SplittableRandom random) {
        List<Block> blocks = new ArrayList<>();
        int count = random.nextInt(5);
        for (int i = 0; i < count; i++) {
            blocks.add(
                    switch (random.nextInt(5)) {
                        case 0 -> new Block.Text(Seeds.text(random, 40));
                        case 1 -> new Block.Thinking(Seeds.text(random, 40));
                        case 2 -> new Block.ToolUse("toolu_" + i, "f" + i, input(random));
                        case 3 -> new Block.ToolUse("toolu_" + i, "f" + i, "{}");
                        default -> new Block.Other("{\"type\":\"novel\",\"text\":\"x\"}");
                    });
        }
        boolean calls = blocks.stream().anyMatch(Block.ToolUse.class::isInstance);
        return Message.of(calls ? "tool_use" : "end_turn", blocks.toArray(Block[]::new));
    }

    private static String input(SplittableRandom random) {
        return "{\"n\":"
                + random.nextLong()
                + random.nextInt(1, Integer.MAX_VALUE)
                + ",\"x\":1.500,"
                + JsonString.quote(Seeds.text(random, 8))
                + ":["
                + JsonString.quote(Seeds.text(random, 20))
                + "]}";
    }
}
