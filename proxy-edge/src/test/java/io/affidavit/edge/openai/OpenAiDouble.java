package io.affidavit.edge.openai;

import io.affidavit.edge.json.JsonString;
import io.affidavit.edge.upstream.FakeProvider;
import io.affidavit.edge.upstream.FakeProvider.Received;
import io.affidavit.edge.upstream.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// OpenAI's chat completions on a real socket. It refuses what the real service refuses
/// ([ChatRules]); a sound request is answered with a call of its first tool, if the last user text
/// asks for it, or with an echo that tells what else it saw. `fail:STATUS` in the text fails.
public final class OpenAiDouble implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String USAGE =
            "{\"prompt_tokens\":20,\"completion_tokens\":6,\"total_tokens\":26,"
                    + "\"prompt_tokens_details\":{\"cached_tokens\":12}}";

    private final FakeProvider provider;
    private final AtomicInteger refused = new AtomicInteger();

    private OpenAiDouble() {
        provider = FakeProvider.scripted(this::reply);
    }

    /// Starts one on any free port of the loopback.
    public static OpenAiDouble start() {
        return new OpenAiDouble();
    }

    /// What an operator would register.
    public String baseUrl() {
        return provider.baseUrl();
    }

    /// The next request, waited for.
    public Received take() {
        return provider.take();
    }

    /// Requests that broke a rule.
    public int refused() {
        return refused.get();
    }

    @Override
    public void close() {
        provider.close();
    }

    private Reply reply(Received request) {
        JsonNode body;
        try {
            body = JSON.readTree(request.body());
            String complaint = ChatRules.complaint(body);
            if (complaint != null) {
                refused.incrementAndGet();
                return error(400, complaint);
            }
        } catch (JacksonException e) {
            refused.incrementAndGet();
            return error(400, "not JSON");
        }
        String text = lastText(body);
        int fail = text.indexOf("fail:");
        if (fail >= 0) {
            return error(Integer.parseInt(text.substring(fail + 5, fail + 8)), "as asked for");
        }
        List<String> deltas = new ArrayList<>();
        boolean calls = text.contains("use your tools") && body.has("tools");
        String message = calls ? call(body, deltas) : echo(text, body, deltas);
        String finish = calls ? "\"tool_calls\"" : "\"stop\"";
        if (!body.path("stream").asBoolean(false)) {
            return Reply.json(
                    200,
                    head("chat.completion")
                            + "\"choices\":[{\"index\":0,\"message\":"
                            + message
                            + ",\"finish_reason\":"
                            + finish
                            + "}],\"usage\":"
                            + USAGE
                            + "}");
        }
        return stream(deltas, finish);
    }

    private static Reply stream(List<String> deltas, String finish) {
        Reply reply = Reply.streamHead();
        for (String delta : deltas) {
            reply = reply.chunk(chunk(delta, "null"));
        }
        reply = reply.chunk(chunk("{}", finish));
        reply =
                reply.chunk(
                        "data: "
                                + head("chat.completion.chunk")
                                + "\"choices\":[],\"usage\":"
                                + USAGE
                                + "}\n\n");
        return reply.chunk("data: [DONE]\n\n")
                .then("0\r\n\r\n")
                .cut(1 + new SplittableRandom(deltas.size()).nextInt(60));
    }

    /// Two calls of each tool's name, with an integer no double can hold.
    private static String call(JsonNode body, List<String> deltas) {
        deltas.add("{\"role\":\"assistant\",\"content\":null}");
        List<String> calls = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            String name = body.get("tools").get(0).get("function").get("name").stringValue();
            String begin =
                    "\"id\":\"call_"
                            + i
                            + "\",\"type\":\"function\",\"function\":{\"name\":\""
                            + name
                            + "\",\"arguments\":";
            String arguments = "{\"city\":\"Köln\",\"id\":9007199254740993" + i + "}";
            calls.add("{" + begin + JsonString.quote(arguments) + "}}");
            deltas.add("{\"tool_calls\":[{\"index\":" + i + "," + begin + "\"\"}}]}");
            for (int at = 0; at < arguments.length(); at += 7) {
                String piece = arguments.substring(at, Math.min(arguments.length(), at + 7));
                deltas.add(
                        "{\"tool_calls\":[{\"index\":"
                                + i
                                + ",\"function\":{\"arguments\":"
                                + JsonString.quote(piece)
                                + "}}]}");
            }
        }
        return "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":["
                + String.join(",", calls)
                + "]}";
    }

    private static String echo(String text, JsonNode body, List<String> deltas) {
        int images = 0;
        int results = 0;
        for (JsonNode message : body.get("messages")) {
            results += message.path("role").asString("").equals("tool") ? 1 : 0;
            for (JsonNode part : message.path("content")) {
                images += part.path("type").asString("").equals("image_url") ? 1 : 0;
            }
        }
        String said = "You said: " + text + " [images " + images + ", results " + results + "]";
        deltas.add("{\"role\":\"assistant\",\"content\":\"\"}");
        for (int at = 0; at < said.length(); at += 5) {
            String piece = said.substring(at, Math.min(said.length(), at + 5));
            deltas.add("{\"content\":" + JsonString.quote(piece) + "}");
        }
        return "{\"role\":\"assistant\",\"content\":" + JsonString.quote(said) + "}";
    }

    private static String lastText(JsonNode body) {
        String last = "";
        for (JsonNode message : body.get("messages")) {
            if (message.path("role").asString("").equals("user")) {
                JsonNode content = message.path("content");
                last = content.isString() ? content.stringValue() : last;
                for (JsonNode part : content) {
                    last = part.path("text").asString(last);
                }
            }
        }
        return last;
    }

    private static String chunk(String delta, String finish) {
        return "data: "
                + head("chat.completion.chunk")
                + "\"choices\":[{\"index\":0,\"delta\":"
                + delta
                + ",\"finish_reason\":"
                + finish
                + "}]}\n\n";
    }

    private static String head(String object) {
        return "{\"id\":\"chatcmpl-double\",\"object\":\""
                + object
                + "\",\"created\":1,\"model\":\"gpt-double\",";
    }

    private static Reply error(int status, String message) {
        return Reply.json(
                status,
                "{\"error\":{\"message\":"
                        + JsonString.quote(message)
                        + ",\"type\":\"invalid_request_error\",\"param\":null,\"code\":null}}");
    }
}
