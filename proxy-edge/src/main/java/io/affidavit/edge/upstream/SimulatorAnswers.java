package io.affidavit.edge.upstream;

import io.affidavit.schemas.call.Surface;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What the simulator says, in OpenAI's shapes. The model is `simulated`, whatever was asked for.
final class SimulatorAnswers {

    static final String MODEL = "simulated";

    private static final JsonMapper JSON = JsonMapper.shared();

    private final SimulatorScript script;
    private final boolean text;
    private final String id;
    private final long createdSeconds;

    /// @param surface what is answered: a chat, or a text completion in its own shape
    SimulatorAnswers(
            Surface surface, SimulatorScript script, String requestId, long createdSeconds) {
        this.script = script;
        this.text = surface == Surface.COMPLETIONS;
        this.id = (text ? "cmpl-simulated-" : "chatcmpl-simulated-") + requestId;
        this.createdSeconds = createdSeconds;
    }

    byte[] completion() {
        if (text) {
            ObjectNode root = head("text_completion");
            textChoice(root, String.join("", script.pieces()), finishReason());
            usage(root);
            return bytes(root);
        }
        ObjectNode root = head("chat.completion");
        ObjectNode choice = root.putArray("choices").addObject().put("index", 0);
        ObjectNode message = choice.putObject("message").put("role", "assistant");
        if (script.tools().isEmpty()) {
            message.put("content", String.join("", script.pieces()));
        } else {
            message.putNull("content");
            tools(message, false);
        }
        message.putNull("refusal");
        choice.putNull("logprobs").put("finish_reason", finishReason());
        usage(root);
        return bytes(root);
    }

    /// All events of a stream in order, the role first, `[DONE]` last.
    int events() {
        return 1 + content() + 1 + (script.usageAsked() ? 1 : 0) + 1;
    }

    /// How many events carry content.
    int content() {
        return script.tools().isEmpty() ? script.pieces().size() : 1;
    }

    byte[] event(int index) {
        if (text && index <= content() + 1) {
            return textChunk(index);
        }
        if (index == 0) {
            return chunk(delta -> delta.put("role", "assistant").put("content", ""), null);
        }
        if (index <= content()) {
            return script.tools().isEmpty()
                    ? chunk(delta -> delta.put("content", script.pieces().get(index - 1)), null)
                    : chunk(delta -> tools(delta, true), null);
        }
        if (index == content() + 1) {
            return chunk(delta -> {}, finishReason());
        }
        return index == events() - 1 ? sse("[DONE]") : usageChunk();
    }

    byte[] embeddings() {
        ObjectNode root = JSON.createObjectNode().put("object", "list");
        ArrayNode data = root.putArray("data");
        for (int i = 0; i < script.inputs().size(); i++) {
            ObjectNode item = data.addObject().put("object", "embedding").put("index", i);
            float[] vector = vector(script.inputs().get(i));
            if (script.base64()) {
                item.put("embedding", base64(vector));
            } else {
                ArrayNode numbers = item.putArray("embedding");
                for (float number : vector) {
                    numbers.add(number);
                }
            }
        }
        root.put("model", MODEL);
        root.putObject("usage")
                .put("prompt_tokens", script.promptTokens())
                .put("total_tokens", script.promptTokens());
        return bytes(root);
    }

    private ObjectNode head(String object) {
        return JSON.createObjectNode()
                .put("id", id)
                .put("object", object)
                .put("created", createdSeconds)
                .put("model", MODEL);
    }

    private byte[] chunk(
            java.util.function.Consumer<ObjectNode> fill, @Nullable String finishReason) {
        ObjectNode root = head("chat.completion.chunk");
        ObjectNode choice = root.putArray("choices").addObject().put("index", 0);
        fill.accept(choice.putObject("delta"));
        choice.put("finish_reason", finishReason);
        if (script.usageAsked()) {
            root.putNull("usage");
        }
        return sse(JSON.writeValueAsString(root));
    }

    private byte[] textChunk(int index) {
        ObjectNode root = head("text_completion");
        boolean piece = index > 0 && index <= content() && script.tools().isEmpty();
        textChoice(
                root,
                piece ? script.pieces().get(index - 1) : "",
                index > content() ? finishReason() : null);
        if (script.usageAsked()) {
            root.putNull("usage");
        }
        return sse(JSON.writeValueAsString(root));
    }

    private static void textChoice(ObjectNode root, String text, @Nullable String finishReason) {
        ObjectNode choice = root.putArray("choices").addObject().put("text", text);
        choice.put("index", 0).putNull("logprobs").put("finish_reason", finishReason);
    }

    private byte[] usageChunk() {
        ObjectNode root = head(text ? "text_completion" : "chat.completion.chunk");
        root.putArray("choices");
        usage(root);
        return sse(JSON.writeValueAsString(root));
    }

    private void tools(ObjectNode target, boolean indexed) {
        List<String> names = script.tools();
        ArrayNode calls = target.putArray("tool_calls");
        for (int i = 0; i < names.size(); i++) {
            ObjectNode call = calls.addObject();
            if (indexed) {
                call.put("index", i);
            }
            call.put("id", "call_simulated_" + i).put("type", "function");
            call.putObject("function")
                    .put("name", names.get(i))
                    .put("arguments", "{\"n\":" + i + "}");
        }
    }

    private void usage(ObjectNode root) {
        root.putObject("usage")
                .put("prompt_tokens", script.promptTokens())
                .put("completion_tokens", script.completionTokens())
                .put("total_tokens", script.promptTokens() + script.completionTokens());
    }

    private String finishReason() {
        return script.tools().isEmpty() ? "stop" : "tool_calls";
    }

    /// Equal texts give equal vectors, of length 1; nothing else is meant by them.
    private float[] vector(String text) {
        float[] vector = new float[script.dimensions()];
        long state = text.hashCode() * 0x9E3779B97F4A7C15L + 1;
        double sum = 0;
        for (int i = 0; i < vector.length; i++) {
            state ^= state << 13;
            state ^= state >>> 7;
            state ^= state << 17;
            vector[i] = (float) ((state >> 40) / (double) (1 << 23));
            sum += (double) vector[i] * vector[i];
        }
        float length = (float) Math.max(Math.sqrt(sum), 1e-9);
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= length;
        }
        return vector;
    }

    private static String base64(float[] vector) {
        ByteBuffer bytes =
                ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float number : vector) {
            bytes.putFloat(number);
        }
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    /// Not by Jackson's own way to bytes: that refuses half a surrogate pair, which JSON allows.
    private static byte[] bytes(ObjectNode root) {
        return JSON.writeValueAsString(root).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] sse(String data) {
        return ("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
    }
}
