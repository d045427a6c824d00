package io.affidavit.command.access;

import io.affidavit.command.web.AdminRequest;
import io.affidavit.command.web.Forms;
import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.RetentionClass;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Reads what a caller wants to remember with a key: any JSON object of moderate size. It becomes a
/// part, because nobody knows what callers write there.
final class Metadata {

    private static final int MAX_CHARACTERS = 8_192;

    private Metadata() {}

    static @Nullable ObjectNode read(AdminRequest request) {
        ObjectNode metadata = request.fields().optionalObject("metadata");
        if (metadata == null) {
            return null;
        }
        String text = metadata.toString();
        if (text.length() > MAX_CHARACTERS || !Forms.isWellFormed(text)) {
            request.fields()
                    .invalid(
                            "metadata",
                            "too large or malformed (expected: at most "
                                    + MAX_CHARACTERS
                                    + " characters)");
            return null;
        }
        request.add(
                new Part.Content(
                        "metadata",
                        "application/json",
                        RetentionClass.AIACT_6M,
                        text.getBytes(StandardCharsets.UTF_8),
                        true));
        return metadata;
    }
}
