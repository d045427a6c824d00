package io.affidavit.edge.anthropic;

import io.affidavit.edge.json.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// What the double answers: one message, given whole or as events.
///
/// @param usage members of the usage at the start of a stream, such as `"input_tokens":20`
/// @param outputUsage members that are known at the end only
public record Message(List<Block> blocks, String stopReason, String usage, String outputUsage) {

    private static final String ID = "msg_01Double";

    /// A content block.
    public sealed interface Block {

        /// Plain text.
        record Text(String text) implements Block {}

        /// Thinking, with its signature.
        record Thinking(String text) implements Block {}

        /// A tool call; the input as JSON text.
        record ToolUse(String id, String name, String input) implements Block {}

        /// Any other block, as JSON text.
        record Other(String json) implements Block {}
    }

    public Message {
        blocks = List.copyOf(blocks);
    }

    /// Text alone: 20 tokens in, 6 out.
    public static Message text(String text) {
        return of("end_turn", new Block.Text(text));
    }

    public static Message of(String stopReason, Block... blocks) {
        return new Message(
                List.of(blocks), stopReason, "\"input_tokens\":20", "\"output_tokens\":6");
    }

    public Message usage(String input, String output) {
        return new Message(blocks, stopReason, input, output);
    }

    /// The whole answer.
    public String json(String model) {
        List<String> all = new ArrayList<>();
        blocks.forEach(block -> all.add(whole(block)));
        return "{\"id\":\""
                + ID
                + "\",\"type\":\"message\",\"role\":\"assistant\",\"model\":"
                + JsonString.quote(model)
                + ",\"content\":["
                + String.join(",", all)
                + "],\"stop_reason\":\""
                + stopReason
                + "\",\"stop_sequence\":null"
                + usageMember(join(usage, outputUsage))
                + "}";
    }

    /// The same as events, each without its blank line; texts are cut where chance has it.
    public List<String> events(String model, SplittableRandom random) {
        List<String> events = new ArrayList<>();
        events.add(
                event(
                        "message_start",
                        "\"message\":{\"id\":\""
                                + ID
                                + "\",\"type\":\"message\",\"role\":\"assistant\",\"model\":"
                                + JsonString.quote(model)
                                + ",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null"
                                + usageMember(usage.isEmpty() ? "" : usage + ",\"output_tokens\":1")
                                + "}"));
        events.add(event("ping", ""));
        for (int i = 0; i < blocks.size(); i++) {
            block(events, i, blocks.get(i), random);
        }
        events.add(
                event(
                        "message_delta",
                        "\"delta\":{\"stop_reason\":\""
                                + stopReason
                                + "\",\"stop_sequence\":null}"
                                + usageMember(outputUsage)));
        events.add(event("message_stop", ""));
        return events;
    }

    private static String whole(Block block) {
        return switch (block) {
            case Block.Text(String text) ->
                    "{\"type\":\"text\",\"text\":" + JsonString.quote(text) + "}";
            case Block.Thinking(String text) ->
                    "{\"type\":\"thinking\",\"thinking\":"
                            + JsonString.quote(text)
                            + ",\"signature\":\"c2ln\"}";
            case Block.ToolUse(String id, String name, String input) ->
                    "{\"type\":\"tool_use\",\"id\":"
                            + JsonString.quote(id)
                            + ",\"name\":"
                            + JsonString.quote(name)
                            + ",\"input\":"
                            + input
                            + "}";
            case Block.Other(String json) -> json;
        };
    }

    private static void block(
            List<String> events, int index, Block block, SplittableRandom random) {
        String at = "\"index\":" + index;
        switch (block) {
            case Block.Text(String text) -> {
                start(events, at, "{\"type\":\"text\",\"text\":\"\"}");
                pieces(events, at, "text_delta", "text", text, random);
            }
            case Block.Thinking(String text) -> {
                start(events, at, "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}");
                pieces(events, at, "thinking_delta", "thinking", text, random);
                delta(events, at, "{\"type\":\"signature_delta\",\"signature\":\"c2ln\"}");
            }
            case Block.ToolUse(String id, String name, String input) -> {
                start(events, at, whole(new Block.ToolUse(id, name, "{}")));
                if (!input.equals("{}")) {
                    delta(events, at, "{\"type\":\"input_json_delta\",\"partial_json\":\"\"}");
                    pieces(events, at, "input_json_delta", "partial_json", input, random);
                }
            }
            case Block.Other(String json) -> {
                start(events, at, json);
                delta(events, at, "{\"type\":\"novel_delta\",\"text\":\"unheard of\"}");
            }
        }
        events.add(event("content_block_stop", at));
    }

    private static void start(List<String> events, String at, String block) {
        events.add(event("content_block_start", at + ",\"content_block\":" + block));
    }

    private static void delta(List<String> events, String at, String delta) {
        events.add(event("content_block_delta", at + ",\"delta\":" + delta));
    }

    private static void pieces(
            List<String> events,
            String at,
            String type,
            String member,
            String text,
            SplittableRandom random) {
        int from = 0;
        while (from < text.length()) {
            int count = 1 + random.nextInt(12);
            int codePoints = Math.min(count, text.codePointCount(from, text.length()));
            int to = text.offsetByCodePoints(from, codePoints);
            delta(
                    events,
                    at,
                    "{\"type\":\""
                            + type
                            + "\",\""
                            + member
                            + "\":"
                            + JsonString.quote(text.substring(from, to))
                            + "}");
            from = to;
        }
    }

    private static String event(String type, String members) {
        return "event: "
                + type
                + "\ndata: {\"type\":\""
                + type
                + "\""
                + (members.isEmpty() ? "" : "," + members)
                + "}";
    }

    private static String usageMember(String members) {
        return members.isEmpty() ? "" : ",\"usage\":{" + members + "}";
    }

    private static String join(String first, String second) {
        return first.isEmpty() || second.isEmpty() ? first + second : first + "," + second;
    }
}
