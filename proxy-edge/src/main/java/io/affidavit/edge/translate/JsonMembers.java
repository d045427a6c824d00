package io.affidavit.edge.translate;

import io.affidavit.edge.json.JsonValue;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The members of one small object by name; one that is `null` is as good as absent.
///
/// @param all in their order
record JsonMembers(Map<String, JsonValue> all) {

    /// Reads an object; anything else has no members.
    static JsonMembers of(@Nullable JsonValue value) {
        return new JsonMembers(value == null ? Map.of() : value.members());
    }

    @Nullable JsonValue get(String name) {
        return all.get(name);
    }

    /// A member that is a string.
    @Nullable JsonValue string(String name) {
        JsonValue member = all.get(name);
        return member != null && member.isString() ? member : null;
    }

    /// A member that is an object.
    @Nullable JsonValue object(String name) {
        JsonValue member = all.get(name);
        return member != null && member.isObject() ? member : null;
    }

    /// The text of a member that is a string; empty for none.
    String text(String name) {
        JsonValue member = string(name);
        return member == null ? "" : member.text();
    }
}
