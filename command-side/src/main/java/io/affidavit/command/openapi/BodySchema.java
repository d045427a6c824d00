package io.affidavit.command.openapi;

import io.affidavit.command.web.BodyDescription;
import io.affidavit.command.web.BodyDescription.Member;
import io.affidavit.command.web.BodyDescription.MemberType;
import io.affidavit.command.web.Form;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// Says as a JSON Schema what a route asks of its body. Members that a later edition understands,
/// or that cannot be changed, are no part of it.
final class BodySchema {

    private BodySchema() {}

    static ObjectNode of(BodyDescription body) {
        ObjectNode schema = Json.typed("object");
        ObjectNode properties = schema.putObject("properties");
        List<String> required = new ArrayList<>();
        body.members()
                .forEach((name, member) -> {
                    if (!(member.type() instanceof MemberType.Nothing)) {
                        properties.set(name, member(member));
                        if (member.required()) {
                            required.add(name);
                        }
                    }
                });
        if (!required.isEmpty()) {
            schema.set("required", Json.texts(required));
        }
        return schema.put("additionalProperties", false);
    }

    private static ObjectNode member(Member member) {
        ObjectNode schema = schema(member.type());
        return member.required() ? schema : Json.nullable(schema);
    }

    private static ObjectNode schema(MemberType type) {
        return switch (type) {
            case MemberType.Text(Form form) -> text(form);
            case MemberType.Whole(int min, int max) -> whole(min, max);
            case MemberType.Truth() -> Json.typed("boolean");
            case MemberType.Texts texts -> list(texts);
            case MemberType.Wholes(int min, int max, int count) ->
                    list(whole(min, max)).put("minItems", 0).put("maxItems", count);
            case MemberType.Objects(BodyDescription inner, int max) -> {
                ObjectNode schema = Json.typed("array").put("minItems", 1).put("maxItems", max);
                schema.set("items", of(inner));
                yield schema;
            }
            case MemberType.Named(Form form, int max) -> {
                ObjectNode schema = Json.typed("object").put("maxProperties", max);
                schema.set("additionalProperties", text(form));
                yield schema;
            }
            case MemberType.Nested(BodyDescription inner) -> of(inner);
            case MemberType.Anything() -> Json.typed("object");
            case MemberType.Nothing() -> Json.typed("null");
        };
    }

    private static ObjectNode list(MemberType.Texts texts) {
        return list(text(texts.form())).put("minItems", texts.min()).put("maxItems", texts.max());
    }

    private static ObjectNode list(ObjectNode items) {
        ObjectNode schema = Json.typed("array");
        schema.set("items", items);
        return schema.put("uniqueItems", true);
    }

    private static ObjectNode whole(int min, int max) {
        return Json.typed("integer").put("minimum", min).put("maximum", max);
    }

    private static ObjectNode text(Form form) {
        ObjectNode schema = Json.typed("string").put("description", form.words());
        if (!form.choices().isEmpty()) {
            schema.set("enum", Json.texts(form.choices()));
            return schema;
        }
        if (form.pattern() != null) {
            schema.put("pattern", "^(?:" + form.pattern() + ")$");
        }
        return form.isBounded() ? schema.put("maxLength", form.maxLength()) : schema;
    }
}
