package io.affidavit.edge.upstream;

import io.affidavit.schemas.call.Surface;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the simulator is going to do, read from a request. Directives stand in the last user text:
/// `[[reply:T]]`, `[[tokens:N]]`, `[[tools:N]]`, `[[delay:MS]]`, `[[fail:STATUS]]`, `[[cut:N]]`.
///
/// @param pieces the answer's text in the pieces a stream is sent in, four characters each
/// @param tools names of the tools called; empty for an answer in text
/// @param inputs texts to embed
/// @param promptTokens a quarter of the characters read, rounded up
/// @param completionTokens a quarter of the characters answered, rounded up
/// @param usageAsked whether a stream ends with usage
/// @param base64 whether vectors are base64
/// @param dimensions length of a vector
/// @param delayMillis wait before the status line
/// @param failStatus HTTP status to fail with; 0 for none
/// @param cutAfter pieces after which the connection breaks; -1 for never
/// @param complaint why the request is refused with 400; `null` for a good one
record SimulatorScript(
        List<String> pieces,
        List<String> tools,
        List<String> inputs,
        long promptTokens,
        long completionTokens,
        boolean usageAsked,
        boolean base64,
        int dimensions,
        int delayMillis,
        int failStatus,
        int cutAfter,
        @Nullable String complaint) {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int PIECE = 4;
    private static final int DEFAULT_DIMENSIONS = 8;
    private static final int MAX_DIMENSIONS = 3_072;
    private static final int MAX_INPUTS = 2_048;
    private static final int MAX_NUMBERS = 1_000_000;
    private static final int MAX_TOKENS = 100_000;
    private static final int MAX_TOOLS = 128;
    private static final int MAX_DELAY_MILLIS = 600_000;

    static SimulatorScript read(Surface surface, byte[] body) {
        try {
            JsonNode request = JSON.readTree(body);
            return switch (surface) {
                case EMBEDDINGS -> embeddings(request);
                case COMPLETIONS -> completions(request);
                case CHAT_COMPLETIONS, MESSAGES -> chat(request);
            };
        } catch (JacksonException e) {
            return refused("request: a number or a name is longer than the simulator reads");
        }
    }

    private static SimulatorScript refused(String complaint) {
        return new SimulatorScript(
                List.of(),
                List.of(),
                List.of(),
                0,
                0,
                false,
                false,
                0,
                0,
                0,
                SimulatorDirectives.ABSENT,
                complaint);
    }

    private static SimulatorScript chat(JsonNode request) {
        long characters = 0;
        String last = "";
        for (JsonNode message : request.path("messages")) {
            String text = text(message.path("content"));
            characters += text.length();
            if (message.path("role").asString("").equals("user")) {
                last = text;
            }
        }
        return answer(request, last, characters);
    }

    /// Of several prompts the last is answered.
    private static SimulatorScript completions(JsonNode request) {
        JsonNode prompt = request.path("prompt");
        long characters = 0;
        String last = prompt.isString() ? prompt.asString() : "";
        for (JsonNode item : prompt) {
            last = item.isString() ? item.asString() : item.toString();
            characters += last.length();
        }
        return answer(request, last, Math.max(characters, last.length()));
    }

    private static SimulatorScript answer(JsonNode request, String last, long characters) {
        SimulatorDirectives said = new SimulatorDirectives(last);
        int tokens = said.number("tokens", 0, MAX_TOKENS);
        int tools = said.number("tools", 1, MAX_TOOLS);
        int delay = said.number("delay", 0, MAX_DELAY_MILLIS);
        int fail = said.number("fail", 400, 599);
        int cut = said.number("cut", 0, MAX_TOKENS);
        String reply = said.text("reply");
        if (tokens != SimulatorDirectives.ABSENT) {
            reply = "sim ".repeat(tokens);
        } else if (reply == null) {
            reply = "You said: " + said.rest();
        }
        List<String> names =
                tools == SimulatorDirectives.ABSENT || request.has("prompt")
                        ? List.of()
                        : toolNames(request, tools);
        return new SimulatorScript(
                names.isEmpty() ? pieces(reply) : List.of(),
                names,
                List.of(),
                quarter(characters),
                names.isEmpty() ? quarter(reply.length()) : names.size(),
                request.path("stream_options").path("include_usage").asBoolean(false),
                false,
                0,
                Math.max(0, delay),
                Math.max(0, fail),
                cut,
                said.complaint());
    }

    private static SimulatorScript embeddings(JsonNode request) {
        JsonNode input = request.path("input");
        List<String> inputs = new ArrayList<>();
        if (input.isArray() && !input.path(0).isNumber()) {
            input.forEach(one -> inputs.add(one.isString() ? one.asString() : one.toString()));
        } else {
            inputs.add(input.isString() ? input.asString() : input.toString());
        }
        int dimensions = request.path("dimensions").asInt(DEFAULT_DIMENSIONS);
        if (dimensions < 1 || dimensions > MAX_DIMENSIONS) {
            return refused("dimensions: out of range (expected: 1 to " + MAX_DIMENSIONS + ")");
        }
        if (inputs.size() > MAX_INPUTS || inputs.size() * dimensions > MAX_NUMBERS) {
            return refused(
                    "input: too much for the simulator (expected: up to "
                            + MAX_INPUTS
                            + " texts, "
                            + MAX_NUMBERS
                            + " numbers in all)");
        }
        return new SimulatorScript(
                List.of(),
                List.of(),
                inputs,
                quarter(inputs.stream().mapToLong(String::length).sum()),
                0,
                false,
                request.path("encoding_format").asString("").equals("base64"),
                dimensions,
                0,
                0,
                SimulatorDirectives.ABSENT,
                null);
    }

    private static String text(JsonNode content) {
        if (content.isString()) {
            return content.asString();
        }
        StringBuilder out = new StringBuilder();
        for (JsonNode part : content) {
            out.append(part.path("text").asString(""));
        }
        return out.toString();
    }

    private static List<String> toolNames(JsonNode request, int count) {
        JsonNode offered = request.path("tools");
        List<String> names = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            JsonNode tool = offered.isEmpty() ? offered : offered.path(i % offered.size());
            names.add(tool.path("function").path("name").asString("simulated_tool"));
        }
        return names;
    }

    /// Cuts between code points, so that every piece is text by itself.
    private static List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>(text.length() / PIECE + 1);
        int from = 0;
        while (from < text.length()) {
            int to = Math.min(text.length(), from + PIECE);
            if (to < text.length() && Character.isLowSurrogate(text.charAt(to))) {
                to++;
            }
            pieces.add(text.substring(from, to));
            from = to;
        }
        return pieces;
    }

    private static long quarter(long characters) {
        return (characters + PIECE - 1) / PIECE;
    }
}
