package io.affidavit.edge.openai;

import io.affidavit.edge.json.JsonString;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The bodies of `GET /v1/models` and `GET /v1/models/{id}`.
public final class ModelList {

    private static final String OWNER = "affidavit";
    private static final String SIMULATED_OWNER = "affidavit-simulator";

    private ModelList() {}

    /// A model an application may name.
    ///
    /// @param id the alias
    /// @param createdSeconds seconds since 1970; 0 where nobody knows
    /// @param simulated whether all its deployments only play a provider; said in `owned_by` and in
    ///   a member `simulated`
    public record Model(String id, long createdSeconds, boolean simulated) {}

    /// All models, in the order given.
    public static byte[] list(List<Model> models) {
        StringBuilder out = new StringBuilder(64 + 96 * models.size());
        out.append("{\"object\":\"list\",\"data\":[");
        String separator = "";
        for (Model model : models) {
            out.append(separator);
            append(out, model);
            separator = ",";
        }
        return out.append("]}").toString().getBytes(StandardCharsets.UTF_8);
    }

    /// One model.
    public static byte[] one(Model model) {
        StringBuilder out = new StringBuilder(128);
        append(out, model);
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void append(StringBuilder out, Model model) {
        out.append("{\"id\":");
        JsonString.append(out, model.id());
        out.append(",\"object\":\"model\",\"created\":").append(model.createdSeconds());
        out.append(",\"owned_by\":");
        JsonString.append(out, model.simulated() ? SIMULATED_OWNER : OWNER);
        out.append(model.simulated() ? ",\"simulated\":true}" : "}");
    }
}
