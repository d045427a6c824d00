package io.affidavit.edge.translate;

import io.affidavit.edge.json.JsonCursor;
import io.affidavit.edge.json.JsonException;
import io.affidavit.edge.json.JsonSpan;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The members of one small object by name; one that is `null` is as good as absent.
final class JsonMembers {

    private final Map<String, JsonSpan> members = new HashMap<>();
    private final byte[] body;

    private JsonMembers(byte[] body) {
        this.body = body;
    }

    /// Reads an object; anything else has no members.
    static JsonMembers of(byte[] body, @Nullable JsonSpan value) throws JsonException {
        JsonMembers read = new JsonMembers(body);
        if (value == null || !value.isObject(body)) {
            return read;
        }
        JsonCursor json = value.cursor(body);
        json.beginObject();
        while (json.nextMember()) {
            String name = json.name();
            JsonSpan member = json.span();
            if (!member.isNull(body)) {
                read.members.put(name, member);
            }
        }
        return read;
    }

    @Nullable JsonSpan get(String name) {
        return members.get(name);
    }

    /// A member that is a string.
    @Nullable JsonSpan string(String name) {
        JsonSpan member = members.get(name);
        return member != null && member.isString(body) ? member : null;
    }

    /// The text of a member that is a string; empty for none.
    String text(String name) {
        JsonSpan member = string(name);
        return member == null ? "" : member.text(body);
    }
}
