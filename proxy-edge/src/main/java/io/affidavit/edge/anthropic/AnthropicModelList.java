package io.affidavit.edge.anthropic;

import io.affidavit.edge.json.JsonString;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The bodies of `GET /v1/models` and `GET /v1/models/{id}` for clients of Anthropic's dialect. The
/// list is always whole: `has_more` is false.
public final class AnthropicModelList {

    /// What stands where nobody knows since when a model is offered.
    private static final String UNKNOWN_TIME = "1970-01-01T00:00:00Z";

    private AnthropicModelList() {}

    /// All models, in the order given.
    public static byte[] list(List<String> aliases) {
        StringBuilder out = new StringBuilder(64 + 128 * aliases.size()).append("{\"data\":[");
        String separator = "";
        for (String alias : aliases) {
            out.append(separator);
            append(out, alias);
            separator = ",";
        }
        out.append("],\"has_more\":false,\"first_id\":");
        id(out, aliases.isEmpty() ? null : aliases.getFirst());
        out.append(",\"last_id\":");
        id(out, aliases.isEmpty() ? null : aliases.getLast());
        return out.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    /// One model.
    public static byte[] one(String alias) {
        StringBuilder out = new StringBuilder(128);
        append(out, alias);
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void append(StringBuilder out, String alias) {
        out.append("{\"type\":\"model\",\"id\":");
        JsonString.append(out, alias);
        out.append(",\"display_name\":");
        JsonString.append(out, alias);
        out.append(",\"created_at\":\"").append(UNKNOWN_TIME).append("\"}");
    }

    private static void id(StringBuilder out, @Nullable String alias) {
        if (alias == null) {
            out.append("null");
        } else {
            JsonString.append(out, alias);
        }
    }
}
