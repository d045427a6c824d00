package io.affidavit.edge.anthropic;

import static io.affidavit.edge.anthropic.AnthropicRules.onlyMembers;
import static io.affidavit.edge.anthropic.AnthropicRules.require;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// What the real service refuses in tools and the choice among them.
final class ToolRules {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,128}");
    private static final Set<String> MEMBERS =
            Set.of("type", "name", "description", "input_schema", "strict", "cache_control");

    private ToolRules() {}

    static void judge(JsonNode body, boolean strictKnown) {
        JsonNode tools = body.path("tools");
        require(tools.isMissingNode() || tools.isArray(), "tools: Input should be a valid list");
        Set<String> names = new HashSet<>();
        for (int i = 0; i < tools.size(); i++) {
            JsonNode tool = tools.get(i);
            String path = "tools." + i + ".";
            onlyMembers(tool, path, MEMBERS);
            String name = tool.path("name").asString("");
            require(
                    NAME.matcher(name).matches(),
                    path + "name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'");
            require(names.add(name), "tools: Tool names must be unique.");
            require(
                    tool.path("input_schema").path("type").asString("").equals("object"),
                    path + "input_schema.type: Field required");
            require(
                    strictKnown || !tool.has("strict"),
                    path + "strict: not supported on this model");
        }
        choice(body, names);
    }

    private static void choice(JsonNode body, Set<String> names) {
        JsonNode choice = body.path("tool_choice");
        if (choice.isMissingNode()) {
            return;
        }
        require(!names.isEmpty(), "tool_choice: may only be specified while providing tools");
        String type = choice.path("type").asString("");
        switch (type) {
            case "auto", "any" ->
                    onlyMembers(
                            choice, "tool_choice.", Set.of("type", "disable_parallel_tool_use"));
            case "none" -> onlyMembers(choice, "tool_choice.", Set.of("type"));
            case "tool" -> {
                onlyMembers(
                        choice,
                        "tool_choice.",
                        Set.of("type", "name", "disable_parallel_tool_use"));
                require(
                        names.contains(choice.path("name").asString("")),
                        "tool_choice.name: Tool not found in provided tools");
            }
            default -> require(false, "tool_choice.type: Input tag is not known");
        }
    }
}
