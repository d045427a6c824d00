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

    /// A model an application may name.
    ///
    /// @param id the alias
    /// @param simulated whether all its deployments only play a provider; said in `display_name`
    ///   and in a member `simulated`
    public record Model(String id, boolean simulated) {}

    /// All models, in the order given.
    public static byte[] list(List<Model> models) {
        StringBuilder out = new StringBuilder(64 + 128 * models.size()).append("{\"data\":[");
        String separator = "";
        for (Model model : models) {
            out.append(separator);
            append(out, model);
            separator = ",";
        }
        out.append("],\"has_more\":false,\"first_id\":");
        id(out, models.isEmpty() ? null : models.getFirst());
        out.append(",\"last_id\":");
        id(out, models.isEmpty() ? null : models.getLast());
        return out.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    /// One model.
    public static byte[] one(Model model) {
        StringBuilder out = new StringBuilder(128);
        append(out, model);
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void append(StringBuilder out, Model model) {
        out.append("{\"type\":\"model\",\"id\":");
        JsonString.append(out, model.id());
        out.append(",\"display_name\":");
        JsonString.append(out, model.simulated() ? model.id() + " (simulated)" : model.id());
        out.append(",\"created_at\":\"").append(UNKNOWN_TIME);
        out.append(model.simulated() ? "\",\"simulated\":true}" : "\"}");
    }

    private static void id(StringBuilder out, @Nullable Model model) {
        if (model == null) {
            out.append("null");
        } else {
            JsonString.append(out, model.id());
        }
    }
}
