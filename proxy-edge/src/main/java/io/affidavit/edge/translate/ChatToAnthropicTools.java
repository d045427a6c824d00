package io.affidavit.edge.translate;

import io.affidavit.edge.json.JsonCursor;
import io.affidavit.edge.json.JsonException;
import io.affidavit.edge.json.JsonOut;
import io.affidavit.edge.json.JsonSpan;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Turns a chat's tools and the choice among them into Anthropic's. A model that knows no output
/// schemas gets one tool more, whose input is the answer; [#ANSWER] names it.
final class ChatToAnthropicTools {

    /// The tool that a model answers with where the answer must follow a schema.
    static final String ANSWER = "affidavit_json_answer";

    private final byte[] body;
    private final Set<Unsaid> unsaid;
    private final JsonOut out;
    private final boolean strict;
    private boolean any;
    private boolean forced;

    /// @param strict whether the model takes strict tools
    ChatToAnthropicTools(byte[] body, Set<Unsaid> unsaid, JsonOut out, boolean strict) {
        this.body = body;
        this.unsaid = unsaid;
        this.out = out;
        this.strict = strict;
    }

    /// Writes both members, as far as there is anything to say. Where an answer must follow a
    /// schema, one tool must be called: the one that answers, or one of the chat's own where they
    /// may be.
    ///
    /// @param answerSchema schema of the answer, where it takes a tool to follow it
    void write(ChatMembers chat, @Nullable JsonSpan answerSchema) throws JsonException {
        JsonSpan tools = chat.tools;
        if (tools != null && tools.isArray(body)) {
            JsonCursor json = tools.cursor(body);
            json.beginArray();
            while (json.nextElement()) {
                tool(JsonMembers.of(body, json.span()));
            }
        } else if (tools != null) {
            unsaid.add(Unsaid.TOOLS);
        }
        Choice choice = choice(chat.toolChoice);
        boolean others = any;
        if (answerSchema != null && !(others && choice.forces())) {
            answer(answerSchema);
            choice =
                    others && !choice.type().equals("none")
                            ? new Choice("any", null)
                            : new Choice("tool", ANSWER);
        }
        if (any) {
            out.ascii("]");
            choose(chat, choice);
        }
    }

    /// Whether the model has no choice but to call a tool; it cannot think first then.
    boolean force() {
        return forced;
    }

    /// What is chosen.
    ///
    /// @param type `auto`, `any`, `tool` or `none`; empty where nothing is said
    /// @param name of the one tool, quoted; `null` but for `tool`
    private record Choice(String type, @Nullable String name) {

        boolean forces() {
            return type.equals("any") || type.equals("tool");
        }
    }

    private void tool(JsonMembers tool) throws JsonException {
        JsonMembers function = JsonMembers.of(body, tool.get("function"));
        JsonSpan name = function.string("name");
        if (!tool.text("type").equals("function") || name == null) {
            unsaid.add(Unsaid.TOOLS);
            return;
        }
        next().ascii("{\"name\":").raw(body, name);
        JsonSpan description = function.string("description");
        if (description != null && !description.isBlank(body)) {
            out.member("description").raw(body, description);
        }
        schema(function.get("parameters"));
        JsonSpan strictly = function.get("strict");
        if (strict && strictly != null && strictly.first(body) == 't') {
            out.member("strict").ascii("true");
        }
        JsonSpan cached = tool.get("cache_control");
        ChatToAnthropicParts.close(
                out, body, cached == null ? function.get("cache_control") : cached);
    }

    /// The input of a tool is always an object, whether the schema says so or not.
    private void schema(@Nullable JsonSpan parameters) throws JsonException {
        out.member("input_schema");
        if (parameters == null || !parameters.isObject(body)) {
            out.ascii("{\"type\":\"object\",\"properties\":{}}");
        } else if (JsonMembers.of(body, parameters).get("type") != null) {
            out.raw(body, parameters);
        } else {
            out.ascii("{\"type\":\"object\"");
            JsonCursor json = parameters.cursor(body);
            json.beginObject();
            if (json.nextMember()) {
                out.ascii(",").raw(body, json.nameFrom(), parameters.to());
            } else {
                out.ascii("}");
            }
        }
    }

    private void answer(JsonSpan schema) throws JsonException {
        next().ascii("{\"name\":\"")
                .ascii(ANSWER)
                .ascii("\",\"description\":\"Gives the final answer.\"");
        schema(schema);
        out.ascii("}");
    }

    private JsonOut next() {
        if (!any) {
            any = true;
            out.member("tools").ascii("[");
        }
        return out.item();
    }

    private Choice choice(@Nullable JsonSpan value) throws JsonException {
        if (value == null) {
            return new Choice("", null);
        }
        if (value.isText(body, "auto")) {
            return new Choice("auto", null);
        }
        if (value.isText(body, "none")) {
            return new Choice("none", null);
        }
        if (value.isText(body, "required")) {
            return new Choice("any", null);
        }
        JsonMembers named = JsonMembers.of(body, value);
        JsonSpan name = JsonMembers.of(body, named.get("function")).string("name");
        if (named.text("type").equals("function") && name != null) {
            return new Choice("tool", name.text(body));
        }
        unsaid.add(Unsaid.TOOL_CHOICE);
        return new Choice("", null);
    }

    private void choose(ChatMembers chat, Choice choice) {
        forced = choice.forces();
        String type = choice.type();
        if (type.isEmpty() && chat.oneToolAtATime) {
            type = "auto";
        }
        if (type.isEmpty()) {
            return;
        }
        out.member("tool_choice").ascii("{\"type\":\"").ascii(type).ascii("\"");
        if (choice.name() != null) {
            out.member("name").string(choice.name());
        }
        if (chat.oneToolAtATime && !type.equals("none")) {
            out.member("disable_parallel_tool_use").ascii("true");
        }
        out.ascii("}");
    }
}
