package io.affidavit.command.access;

import io.affidavit.command.web.AdminRequest;
import io.affidavit.command.web.Form;
import io.affidavit.command.web.Forms;
import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.RetentionClass;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Reads what a caller files a key under. They become a part, an array of `{"k","v"}`, because
/// nobody knows what callers write there.
final class Tags {

    private static final int MAX = 64;
    private static final Form TEXT = Forms.NAME.inWords("names and values of 1 to 256 characters");

    private Tags() {}

    static @Nullable Map<String, String> read(AdminRequest request) {
        Map<String, String> tags = request.fields().optionalNamed("tags", MAX, TEXT);
        if (tags != null) {
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            tags.forEach((name, value) -> list.addObject().put("k", name).put("v", value));
            request.add(
                    new Part.Content(
                            "tags",
                            "application/json",
                            RetentionClass.AIACT_6M,
                            list.toString().getBytes(StandardCharsets.UTF_8),
                            true));
        }
        return tags;
    }
}
