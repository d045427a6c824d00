package io.affidavit.edge.translate;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What a request asks for and a model of the other dialect takes with another value, in another
/// form or not at all. No route refuses a call for it.
enum Adjusted {
    TEMPERATURE("temperature"),
    TOP_P("top_p"),
    TOP_K("top_k"),
    /// Another level than the one named, or none.
    REASONING_EFFORT("reasoning_effort"),
    /// A schema that takes a tool to be followed.
    RESPONSE_FORMAT("response_format"),
    /// Strict tools that became plain ones.
    TOOLS_STRICT("tools.strict"),
    /// Effort or a budget of thinking that the model has no word for.
    THINKING("thinking"),
    SERVICE_TIER("service_tier");

    private final String member;

    Adjusted(String member) {
        this.member = member;
    }

    static List<String> names(Set<Adjusted> found) {
        List<String> names = new ArrayList<>(found.size());
        for (Adjusted adjusted : found) {
            names.add(adjusted.member);
        }
        return List.copyOf(names);
    }
}
