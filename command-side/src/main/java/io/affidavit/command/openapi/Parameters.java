package io.affidavit.command.openapi;

import io.affidavit.schemas.access.OneOf;
import io.affidavit.schemas.access.Within;
import java.util.List;
import java.util.Objects;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ValueConstants;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Says what a route takes beside its body: parts of the path, parameters, and what every write
/// knows.
final class Parameters {

    private static final DefaultParameterNameDiscoverer NAMES =
            new DefaultParameterNameDiscoverer();

    private Parameters() {}

    static ArrayNode of(Operation operation, AnswerSchemas types) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (MethodParameter parameter : operation.route().getMethodParameters()) {
            parameter.initParameterNameDiscovery(NAMES);
            if (parameter.hasParameterAnnotation(PathVariable.class)) {
                all.add(inPath(parameter));
            }
            RequestParam asked = parameter.getParameterAnnotation(RequestParam.class);
            if (asked != null) {
                all.add(inQuery(parameter, asked, types));
            }
        }
        if (operation.isWrite()) {
            all.add(waiting());
            all.add(idempotencyKey());
        }
        return all;
    }

    private static ObjectNode inPath(MethodParameter parameter) {
        ObjectNode described = named(name(parameter), "path").put("required", true);
        described.set("schema", Json.typed("string").put("minLength", 1));
        return described;
    }

    private static ObjectNode inQuery(
            MethodParameter parameter, RequestParam asked, AnswerSchemas types) {
        boolean hasDefault = !asked.defaultValue().equals(ValueConstants.DEFAULT_NONE);
        ObjectNode described =
                named(name(parameter), "query").put("required", asked.required() && !hasDefault);
        ObjectNode schema = types.of(ResolvableType.forMethodParameter(parameter));
        Within bounds = parameter.getParameterAnnotation(Within.class);
        if (bounds != null) {
            schema.put("minimum", bounds.min());
            if (bounds.max() < Long.MAX_VALUE) {
                schema.put("maximum", bounds.max());
            }
        }
        OneOf values = parameter.getParameterAnnotation(OneOf.class);
        if (values != null) {
            schema.set("enum", Json.texts(List.of(values.value())));
        }
        if (hasDefault && schema.path("type").asString().equals("integer")) {
            schema.put("default", Long.parseLong(asked.defaultValue()));
        }
        if (schema.path("type").asString().equals("array")) {
            described.put("style", "form").put("explode", false);
        }
        described.set("schema", schema);
        return described;
    }

    private static ObjectNode waiting() {
        ObjectNode described =
                named("wait", "query")
                        .put("required", false)
                        .put(
                                "description",
                                "false answers as soon as the change is durable, true when it shows"
                                        + " in reads and at the edge as well");
        described.set("schema", Json.typed("boolean").put("default", true));
        return described;
    }

    private static ObjectNode idempotencyKey() {
        ObjectNode described =
                named("Idempotency-Key", "header")
                        .put("required", false)
                        .put("description", "the same key makes the same request happen once");
        described.set(
                "schema",
                Json.typed("string")
                        .put("minLength", 1)
                        .put("maxLength", 255)
                        .put("pattern", "^[!-~]*$"));
        return described;
    }

    private static ObjectNode named(String name, String in) {
        return Json.object().put("name", name).put("in", in);
    }

    private static String name(MethodParameter parameter) {
        return Objects.requireNonNull(
                parameter.getParameterName(), () -> parameter + ": compiled without names");
    }
}
