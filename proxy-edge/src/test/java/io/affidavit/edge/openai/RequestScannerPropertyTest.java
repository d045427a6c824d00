package io.affidavit.edge.openai;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.dialect.InboundFault;
import io.affidavit.edge.dialect.InboundRequest;
import io.affidavit.edge.dialect.InboundResult;
import io.affidavit.edge.json.JsonString;
import io.affidavit.schemas.call.Surface;
import io.affidavit.schemas.testing.Seeds;
import io.affidavit.schemas.value.FailureCode;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class RequestScannerPropertyTest {

    private static final JsonMapper STRICT =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build();

    @Test
    void rewritingChangesTheModelAndTheUsageOption() {
        Seeds.check(
                2_000,
                random -> {
                    String body = body(random);
                    InboundRequest request = (InboundRequest) scan(body.getBytes(UTF_8));
                    ObjectNode sent =
                            (ObjectNode) STRICT.readTree(OutboundBody.rewrite(request, "m-1"));
                    ObjectNode received = (ObjectNode) STRICT.readTree(body);

                    assertThat(sent.path("model").asString()).isEqualTo("m-1");
                    JsonNode usage = sent.path("stream_options").path("include_usage");
                    assertThat(usage.asBoolean(false)).isEqualTo(request.stream());
                    sent.remove("model");
                    received.remove("model");
                    sent.remove("stream_options");
                    received.remove("stream_options");
                    assertThat(sent).isEqualTo(received);
                });
    }

    /// Another parser is asked about every text that was damaged at random.
    @Test
    void callsMalformedWhatAStrictParserRefuses() {
        Seeds.check(
                4_000,
                random -> {
                    byte[] body = body(random).getBytes(UTF_8);
                    for (int i = random.nextInt(3); i >= 0; i--) {
                        body = damaged(random, body);
                    }
                    boolean refused =
                            scan(body) instanceof InboundFault fault
                                    && fault.code() == FailureCode.MALFORMED_REQUEST;

                    assertThat(refused).as(new String(body, ISO_8859_1)).isEqualTo(!isObject(body));
                });
    }

    private static boolean isObject(byte[] body) {
        try (JsonParser parser = STRICT.createParser(body)) {
            boolean object = parser.nextToken() == JsonToken.START_OBJECT;
            parser.skipChildren();
            return object && parser.nextToken() == null;
        } catch (JacksonException e) {
            return false;
        }
    }

    /// Damage in ASCII only: the other parser lets malformed UTF-8 pass in places.
    private static byte[] damaged(SplittableRandom random, byte[] body) {
        String text = new String(body, ISO_8859_1);
        int at = random.nextInt(text.length());
        String marks = "{}[]\",:\\ \n0123456789eE+-.tfnu\u0007x";
        String mark = String.valueOf(marks.charAt(random.nextInt(marks.length())));
        return switch (random.nextInt(3)) {
            case 0 -> (text.substring(0, at) + mark + text.substring(at)).getBytes(ISO_8859_1);
            case 1 -> ascii(text.charAt(at)) ? cut(text, at) : body;
            default -> ascii(text.charAt(at)) ? put(text, at, mark) : body;
        };
    }

    private static boolean ascii(char c) {
        return c < 0x80;
    }

    private static byte[] cut(String text, int at) {
        return (text.substring(0, at) + text.substring(at + 1)).getBytes(ISO_8859_1);
    }

    private static byte[] put(String text, int at, String mark) {
        return (text.substring(0, at) + mark + text.substring(at + 1)).getBytes(ISO_8859_1);
    }

    private static String body(SplittableRandom random) {
        StringBuilder out = new StringBuilder("{");
        unknown(random, out, "a");
        out.append("\"model\": \"fast\" ,");
        if (random.nextBoolean()) {
            out.append("\"stream\":").append(random.nextInt(4) > 0).append(',');
        }
        boolean streams = out.indexOf("\"stream\":true") >= 0;
        if (streams && random.nextBoolean()) {
            String[] options = {
                "null", "{}", "{\"include_usage\":false}", "{ \"x\":[1], \"include_usage\":true}"
            };
            out.append("\"stream_options\":").append(options[random.nextInt(4)]).append(",");
        }
        unknown(random, out, "b");
        out.append("\"messages\":[{\"role\":\"user\",\"content\":");
        out.append(JsonString.quote(Seeds.text(random, 20))).append("}]");
        return out.append(random.nextBoolean() ? "}" : " }\n").toString();
    }

    private static void unknown(SplittableRandom random, StringBuilder out, String prefix) {
        for (int i = random.nextInt(3); i > 0; i--) {
            out.append('"').append(prefix).append(i).append("\":");
            value(random, out, 3);
            out.append(random.nextBoolean() ? "," : " ,\t");
        }
    }

    private static void value(SplittableRandom random, StringBuilder out, int depth) {
        switch (random.nextInt(depth > 0 ? 8 : 6)) {
            case 0 -> out.append("null");
            case 1 -> out.append(random.nextBoolean());
            case 2 -> out.append(random.nextLong());
            case 3 -> out.append(random.nextInt(1000)).append("123456789012345678901234567890");
            case 4 -> out.append(random.nextInt(100)).append(".250E-3");
            case 5 -> out.append(JsonString.quote(Seeds.text(random, 10)));
            case 6 -> {
                out.append("[");
                value(random, out, depth - 1);
                out.append(", ");
                value(random, out, depth - 1);
                out.append("]");
            }
            default -> {
                out.append("{\"k\": ");
                value(random, out, depth - 1);
                out.append(",\"\\u006b2\":");
                value(random, out, depth - 1);
                out.append("}");
            }
        }
    }

    private static InboundResult scan(byte[] body) {
        return RequestScanner.scan(Surface.CHAT_COMPLETIONS, body);
    }
}
