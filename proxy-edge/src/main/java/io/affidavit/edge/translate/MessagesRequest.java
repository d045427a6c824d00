package io.affidavit.edge.translate;

import io.affidavit.edge.dialect.InboundRequest;
import io.affidavit.edge.json.JsonOut;
import io.affidavit.edge.json.JsonValue;
import io.affidavit.schemas.call.Surface;
import org.jspecify.annotations.Nullable;

/// Writes a Messages request as a chat completion. What steers only Anthropic's own machinery is
/// left out: `top_k`, `cache_control`, `service_tier`, and whatever is unknown.
final class MessagesRequest {

    private static final int FRAME_BYTES = 512;

    private final JsonOut out;
    private final String model;

    private MessagesRequest(JsonOut out, String model) {
        this.out = out;
        this.model = model;
    }

    /// The body a provider receives.
    ///
    /// @param upstreamModel the provider's name of the model
    static byte[] write(InboundRequest request, String upstreamModel) {
        if (request.surface() != Surface.MESSAGES) {
            throw new IllegalArgumentException(request.surface() + " (expected: MESSAGES)");
        }
        JsonOut out = new JsonOut(request.body().length + FRAME_BYTES);
        new MessagesRequest(out, upstreamModel)
                .root(JsonValue.checked(request.body()), request.stream());
        return out.toArray();
    }

    private void root(JsonValue root, boolean stream) {
        @Nullable JsonValue[] members = root.members("messages", "system");
        out.ascii("{\"model\":").string(model);
        out.member("messages").ascii("[");
        MessagesTurns turns = new MessagesTurns(out);
        if (members[1] != null) {
            turns.system(members[1]);
        }
        if (members[0] != null) {
            members[0].elements().forEach(turns::turn);
        }
        out.ascii("]");
        if (stream) {
            out.member("stream").ascii("true");
            out.member("stream_options").ascii("{\"include_usage\":true}");
        }
        sampling(root);
        effort(root);
        tools(root);
        out.ascii("}");
    }

    private void sampling(JsonValue root) {
        @Nullable JsonValue[] members =
                root.members("max_tokens", "temperature", "top_p", "stop_sequences", "metadata");
        copy(OpenAiModels.maxTokens(model), members[0]);
        copy("temperature", members[1]);
        copy("top_p", members[2]);
        if (members[3] != null && members[3].isArray() && !members[3].isEmpty()) {
            copy("stop", members[3]);
        }
        JsonValue user = members[4] == null ? null : members[4].get("user_id");
        if (user != null && user.isText()) {
            copy("user", user);
        }
    }

    /// How much to think, and the form of the answer.
    private void effort(JsonValue root) {
        @Nullable JsonValue[] members = root.members("thinking", "output_config");
        @Nullable JsonValue[] config =
                members[1] == null ? new JsonValue[2] : members[1].members("effort", "format");
        if (OpenAiModels.takesEffort(model)) {
            String level = ReasoningEffort.level(config[0], members[0]);
            if (level != null) {
                out.member("reasoning_effort").string(level);
            }
        }
        JsonValue schema = config[1] == null ? null : config[1].get("schema");
        if (schema != null && schema.isObject()) {
            out.member("response_format");
            out.ascii("{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"answer\",\"schema\":");
            out.raw(schema).ascii(",\"strict\":true}}");
        }
    }

    private void tools(JsonValue root) {
        @Nullable JsonValue[] members = root.members("tools", "tool_choice");
        if (members[0] == null) {
            return;
        }
        boolean any = false;
        for (JsonValue tool : members[0].elements()) {
            if (isOwn(tool)) {
                if (!any) {
                    out.member("tools").ascii("[");
                    any = true;
                }
                tool(tool);
            }
        }
        if (any) {
            out.ascii("]");
            choice(members[1]);
        }
    }

    /// Whether the client carries the tool out itself. Others belong to Anthropic's servers.
    static boolean isOwn(JsonValue tool) {
        @Nullable JsonValue[] members = tool.members("type", "name");
        return members[1] != null
                && members[1].isText()
                && (members[0] == null || members[0].isNull() || members[0].is("custom"));
    }

    private void tool(JsonValue tool) {
        @Nullable JsonValue[] members =
                tool.members("name", "description", "input_schema", "strict");
        out.item().ascii("{\"type\":\"function\",\"function\":{");
        copy("name", members[0]);
        copy("description", members[1]);
        if (members[2] != null && members[2].isObject()) {
            copy("parameters", members[2]);
        } else {
            out.member("parameters").ascii("{\"type\":\"object\",\"properties\":{}}");
        }
        copy("strict", members[3]);
        out.ascii("}}");
    }

    private void choice(@Nullable JsonValue choice) {
        if (choice == null) {
            return;
        }
        @Nullable JsonValue[] members = choice.members("type", "name", "disable_parallel_tool_use");
        JsonValue type = members[0];
        if (type != null && type.is("any")) {
            out.member("tool_choice").ascii("\"required\"");
        } else if (type != null && type.is("none")) {
            out.member("tool_choice").ascii("\"none\"");
        } else if (type != null && type.is("auto")) {
            out.member("tool_choice").ascii("\"auto\"");
        } else if (type != null && type.is("tool")) {
            out.member("tool_choice").ascii("{\"type\":\"function\",\"function\":{");
            copy("name", members[1]);
            out.ascii("}}");
        }
        if (members[2] != null && members[2].isTrue()) {
            out.member("parallel_tool_calls").ascii("false");
        }
    }

    private void copy(String name, @Nullable JsonValue value) {
        if (value != null && !value.isNull()) {
            out.member(name).raw(value);
        }
    }
}
