package io.affidavit.edge.translate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.dialect.Bridge;
import io.affidavit.edge.dialect.WholeAnswer;
import io.affidavit.edge.json.JsonString;
import io.affidavit.schemas.call.Surface;
import io.affidavit.schemas.routing.Protocol;
import io.affidavit.schemas.testing.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// However a provider cuts its answer, the client of another dialect puts the same one together.
class MessagesStreamPropertyTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Bridge BRIDGE =
            Objects.requireNonNull(Bridges.between(Surface.MESSAGES, Protocol.OPENAI));

    private record Call(String id, String name, String arguments) {}

    private record Answer(String text, List<Call> calls) {

        static Answer random(SplittableRandom random) {
            List<Call> calls = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                String arguments =
                        "{\"n\":"
                                + random.nextLong(1L << 60, Long.MAX_VALUE)
                                + "7,\"d\":1.50,\"s\":"
                                + JsonString.quote(Seeds.text(random, 20))
                                + "}";
                calls.add(new Call("call_" + i, "tool" + i, arguments));
            }
            return new Answer(Seeds.text(random, 60), calls);
        }

        String whole() {
            StringBuilder out = new StringBuilder("{\"choices\":[{\"index\":0,\"message\":{");
            out.append("\"content\":").append(JsonString.quote(text)).append(",\"tool_calls\":[");
            for (int i = 0; i < calls.size(); i++) {
                Call call = calls.get(i);
                out.append(i == 0 ? "" : ",").append(start(-1, call, call.arguments));
            }
            return out.append("]},\"finish_reason\":\"stop\"}]}").toString();
        }

        /// Cut anywhere, also within a surrogate pair, as JSON escapes allow.
        String stream(SplittableRandom random) {
            StringBuilder out = new StringBuilder();
            for (String piece : pieces(text, random)) {
                chunk(out, "{\"content\":" + JsonString.quote(piece) + "}");
            }
            for (int i = 0; i < calls.size(); i++) {
                Call call = calls.get(i);
                boolean first = true;
                for (String piece : pieces(call.arguments, random)) {
                    String fragment =
                            first
                                    ? start(i, call, piece)
                                    : "{\"index\":"
                                            + i
                                            + ",\"function\":{\"arguments\":"
                                            + JsonString.quote(piece)
                                            + "}}";
                    chunk(out, "{\"content\":null,\"tool_calls\":[" + fragment + "]}");
                    first = false;
                }
            }
            out.append(
                    "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}");
            return out.append("\n\ndata: [DONE]\n\n").toString();
        }

        private static String start(int index, Call call, String arguments) {
            return "{"
                    + (index < 0 ? "" : "\"index\":" + index + ",")
                    + "\"id\":\""
                    + call.id
                    + "\",\"type\":\"function\",\"function\":{\"name\":\""
                    + call.name
                    + "\",\"arguments\":"
                    + JsonString.quote(arguments)
                    + "}}";
        }

        private static void chunk(StringBuilder out, String delta) {
            out.append("data: {\"choices\":[{\"index\":0,\"delta\":").append(delta);
            out.append(",\"finish_reason\":null}]}\n\n");
        }

        private static List<String> pieces(String text, SplittableRandom random) {
            List<String> pieces = new ArrayList<>();
            int at = 0;
            while (at < text.length()) {
                int to = Math.min(text.length(), at + 1 + random.nextInt(9));
                pieces.add(text.substring(at, to));
                at = to;
            }
            return pieces;
        }
    }

    @Test
    void anyChunkingGivesTheWholeAnswer() {
        Seeds.check(
                1_000,
                random -> {
                    Answer answer = Answer.random(random);
                    byte[] stream = answer.stream(random).getBytes(UTF_8);

                    MessagesRun run =
                            MessagesRun.of(
                                    BRIDGE,
                                    MessagesRun.REQUEST,
                                    stream,
                                    () -> 1 + random.nextInt(30));

                    assertThat(run.fault()).isNull();
                    assertThat(heard(run.all())).isEqualTo(answer);
                    assertThat(told(answer)).isEqualTo(answer);
                });
    }

    @Test
    void noBytesOfAProviderMakeItFail() {
        Seeds.check(
                1_000,
                random -> {
                    byte[] stream = Answer.random(random).stream(random).getBytes(UTF_8);
                    for (int i = random.nextInt(6); i >= 0; i--) {
                        stream[random.nextInt(stream.length)] = (byte) random.nextInt(256);
                    }
                    MessagesRun run = MessagesRun.of(BRIDGE, MessagesRun.REQUEST, stream, () -> 64);
                    assertThat(run.fault() == null).isEqualTo(run.end().contains("message_stop"));
                });
    }

    /// What a client puts together from the events, which must come in their order.
    private static Answer heard(String events) {
        StringBuilder text = new StringBuilder();
        List<Call> calls = new ArrayList<>();
        StringBuilder arguments = new StringBuilder();
        JsonNode block = null;
        int blocks = 0;
        assertThat(events).endsWith("\n\n");
        for (String event : events.substring(0, events.length() - 2).split("\n\n", -1)) {
            String[] lines = event.split("\n", -1);
            JsonNode data = JSON.readTree(lines[1].substring("data: ".length()));
            assertThat(lines[0]).isEqualTo("event: " + data.get("type").stringValue());
            switch (data.get("type").stringValue()) {
                case "content_block_start" -> {
                    assertThat(block).isNull();
                    assertThat(data.get("index").intValue()).isEqualTo(blocks++);
                    block = data.get("content_block");
                }
                case "content_block_delta" -> {
                    assertThat(block).isNotNull();
                    JsonNode delta = data.get("delta");
                    text.append(delta.path("text").asString(""));
                    arguments.append(delta.path("partial_json").asString(""));
                }
                case "content_block_stop" -> {
                    assertThat(block).isNotNull();
                    if (block.get("type").stringValue().equals("tool_use")) {
                        calls.add(call(block, arguments.toString()));
                        arguments.setLength(0);
                    }
                    block = null;
                }
                case "message_delta" ->
                        assertThat(data.get("delta").get("stop_reason").stringValue())
                                .isEqualTo(calls.isEmpty() ? "end_turn" : "tool_use");
                default -> {}
            }
        }
        assertThat(block).isNull();
        return new Answer(text.toString(), calls);
    }

    /// What a client reads in the whole answer. Its input is compared as it was written.
    private static Answer told(Answer answer) {
        byte[] body = answer.whole().getBytes(UTF_8);
        WholeAnswer.Sound sound = (WholeAnswer.Sound) BRIDGE.answer(MessagesRun.REQUEST, body);
        String json = new String(sound.body(), UTF_8);
        StringBuilder text = new StringBuilder();
        List<Call> calls = new ArrayList<>();
        for (JsonNode block : JSON.readTree(json).get("content")) {
            if (block.get("type").stringValue().equals("text")) {
                text.append(block.get("text").stringValue());
            } else {
                String arguments = answer.calls().get(calls.size()).arguments();
                assertThat(json).contains("\"input\":" + arguments + "}");
                calls.add(call(block, arguments));
            }
        }
        return new Answer(text.toString(), calls);
    }

    private static Call call(JsonNode block, String arguments) {
        return new Call(block.get("id").stringValue(), block.get("name").stringValue(), arguments);
    }
}
