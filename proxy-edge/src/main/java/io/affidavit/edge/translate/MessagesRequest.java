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
        @Nullable JsonValue[] members =
                root.members(
                        "messages",
                        "system",
                        "max_tokens",
                        "temperature",
                        "top_p",
                        "stop_sequences",
                        "metadata",
                        "thinking",
                        "output_config",
                        "tools",
                        "tool_choice");
        out.ascii("{\"model\":").string(model);
        messages(members[0], members[1]);
        if (stream) {
            out.member("stream").ascii("true");
            out.member("stream_options").ascii("{\"include_usage\":true}");
        }
        copy(OpenAiModels.maxTokens(model), members[2]);
        copy("temperature", members[3]);
        copy("top_p", members[4]);
        if (members[5] != null && members[5].isArray() && !members[5].isEmpty()) {
            copy("stop", members[5]);
        }
        user(members[6]);
        effort(members[7], members[8]);
        tools(members[9], members[10]);
        out.ascii("}");
    }

    private void messages(@Nullable JsonValue messages, @Nullable JsonValue system) {
        out.member("messages").ascii("[");
        MessagesTurns turns = new MessagesTurns(out);
        if (system != null) {
            turns.system(system);
        }
        if (messages != null) {
            messages.elements().forEach(turns::turn);
        }
        out.ascii("]");
    }

    private void user(@Nullable JsonValue metadata) {
        JsonValue user = metadata == null ? null : metadata.get("user_id");
        if (user != null && user.isText()) {
            copy("user", user);
        }
    }

    /// How much to think, and the form of the answer.
    private void effort(@Nullable JsonValue thinking, @Nullable JsonValue given) {
        @Nullable JsonValue[] config =
                given == null ? new JsonValue[2] : given.members("effort", "format");
        if (OpenAiModels.takesEffort(model)) {
            String level = ReasoningEffort.level(config[0], thinking);
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

    private void tools(@Nullable JsonValue tools, @Nullable JsonValue choice) {
        boolean any = false;
        if (tools != null) {
            for (JsonValue tool : tools.elements()) {
                if (isOwn(tool)) {
                    if (!any) {
                        out.member("tools").ascii("[");
                        any = true;
                    }
                    tool(tool);
                }
            }
        }
        if (any) {
            out.ascii("]");
            choice(choice);
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
        } else if (type != null && type.is("tool") && members[1] != null && members[1].isText()) {
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
