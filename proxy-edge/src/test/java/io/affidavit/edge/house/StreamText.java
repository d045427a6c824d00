package io.affidavit.edge.house;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a client makes of an answer, streamed or whole.
///
/// @param content all text joined
/// @param reasoning all thinking joined
/// @param calls tool calls in their order, each as `id name arguments`
/// @param finishReason of the first choice
public record StreamText(
        String content, String reasoning, List<String> calls, String finishReason) {

    private static final JsonMapper MAPPER = new JsonMapper();

    /// Reads events; each must be whole, and the last must be `[DONE]`.
    public static StreamText of(String events) {
        StringBuilder content = new StringBuilder();
        StringBuilder reasoning = new StringBuilder();
        List<String> calls = new ArrayList<>();
        String finish = "";
        if (!events.endsWith("data: [DONE]\n\n")) {
            throw new AssertionError("no [DONE] at the end of " + events);
        }
        for (String event : events.split("\n\n", -1)) {
            if (event.isEmpty() || event.equals("data: [DONE]")) {
                continue;
            }
            JsonNode choice =
                    MAPPER.readTree(event.substring("data: ".length())).get("choices").path(0);
            JsonNode delta = choice.path("delta");
            content.append(delta.path("content").asString(""));
            reasoning.append(delta.path("reasoning_content").asString(""));
            for (JsonNode call : delta.path("tool_calls")) {
                if (call.has("id")) {
                    calls.add(call.get("id").stringValue() + " " + name(call) + " ");
                }
                int index = call.get("index").intValue();
                calls.set(index, calls.get(index) + arguments(call));
            }
            finish = choice.path("finish_reason").asString(finish);
        }
        return new StreamText(content.toString(), reasoning.toString(), calls, finish);
    }

    /// Reads a whole completion.
    public static StreamText ofWhole(String body) {
        JsonNode choice = MAPPER.readTree(body).get("choices").get(0);
        JsonNode message = choice.get("message");
        List<String> calls = new ArrayList<>();
        for (JsonNode call : message.path("tool_calls")) {
            calls.add(call.get("id").stringValue() + " " + name(call) + " " + arguments(call));
        }
        return new StreamText(
                message.get("content").asString(""),
                message.path("reasoning_content").asString(""),
                calls,
                choice.get("finish_reason").stringValue());
    }

    private static String name(JsonNode call) {
        return call.get("function").get("name").stringValue();
    }

    private static String arguments(JsonNode call) {
        return call.get("function").get("arguments").stringValue();
    }
}
