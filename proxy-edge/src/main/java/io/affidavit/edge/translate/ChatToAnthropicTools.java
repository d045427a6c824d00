package io.affidavit.edge.translate;

import io.affidavit.edge.json.JsonOut;
import io.affidavit.edge.json.JsonValue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Turns a chat's tools and the choice among them into Anthropic's. A model that knows no output
/// schemas gets one tool more, whose input is the answer; [#ANSWER] names it.
final class ChatToAnthropicTools {

    /// The tool that a model answers with where the answer must follow a schema.
    static final String ANSWER = "affidavit_json_answer";

    private final Set<Unsaid> unsaid;
    private final JsonOut out;
    private final boolean strict;
    private boolean any;
    private boolean forced;
    private boolean loosened;

    /// @param strict whether the model takes strict tools
    ChatToAnthropicTools(Set<Unsaid> unsaid, JsonOut out, boolean strict) {
        this.unsaid = unsaid;
        this.out = out;
        this.strict = strict;
    }

    /// Writes both members, as far as there is anything to say. Where an answer must follow a
    /// schema, one tool must be called: the one that answers, or one of the chat's own where they
    /// may be.
    ///
    /// @param answerSchema schema of the answer, where it takes a tool to follow it
    void write(ChatMembers chat, @Nullable JsonValue answerSchema) {
        JsonValue tools = chat.tools;
        if (tools != null && tools.isArray()) {
            for (JsonValue element : tools.elements()) {
                tool(JsonMembers.of(element));
            }
        } else if (tools != null) {
            unsaid.add(Unsaid.TOOLS);
        }
        Choice choice = choice(chat.toolChoice);
        boolean others = any;
        if (!others && chat.toolChoice != null) {
            unsaid.add(Unsaid.TOOL_CHOICE);
        }
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

    /// Whether a strict tool was written as a plain one.
    boolean isLoosened() {
        return loosened;
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

    private void tool(JsonMembers tool) {
        JsonMembers function = JsonMembers.of(tool.get("function"));
        JsonValue name = function.string("name");
        if (!tool.text("type").equals("function") || name == null) {
            unsaid.add(Unsaid.TOOLS);
            return;
        }
        next().ascii("{\"name\":").raw(name);
        JsonValue description = function.string("description");
        if (description != null && !description.isBlank()) {
            out.member("description").raw(description);
        }
        schema(function.get("parameters"));
        JsonValue strictly = function.get("strict");
        if (strictly != null && strictly.first() == 't') {
            loosened |= !strict;
            if (strict) {
                out.member("strict").ascii("true");
            }
        }
        JsonValue cached = tool.get("cache_control");
        ChatToAnthropicParts.close(out, cached == null ? function.get("cache_control") : cached);
    }

    /// The input of a tool is always an object, whether the schema says so or not.
    private void schema(@Nullable JsonValue parameters) {
        out.member("input_schema");
        JsonMembers given = JsonMembers.of(parameters);
        if (parameters != null && given.get("type") != null) {
            out.raw(parameters);
            return;
        }
        out.ascii("{\"type\":\"object\"");
        if (given.all().isEmpty()) {
            out.member("properties").ascii("{}");
        }
        given.all().forEach((name, value) -> out.item().string(name).ascii(":").raw(value));
        out.ascii("}");
    }

    private void answer(JsonValue schema) {
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

    private Choice choice(@Nullable JsonValue value) {
        if (value == null) {
            return new Choice("", null);
        }
        if (value.is("auto")) {
            return new Choice("auto", null);
        }
        if (value.is("none")) {
            return new Choice("none", null);
        }
        if (value.is("required")) {
            return new Choice("any", null);
        }
        JsonMembers named = JsonMembers.of(value);
        JsonValue name = JsonMembers.of(named.get("function")).string("name");
        if (named.text("type").equals("function") && name != null) {
            return new Choice("tool", name.text());
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
