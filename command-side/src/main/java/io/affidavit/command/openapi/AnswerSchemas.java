package io.affidavit.command.openapi;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.util.ReflectionUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Says as JSON Schemas what routes answer: the records that they return, as the serializer writes
/// them. Each record is one schema with a name; a type that it does not know is an error, not a
/// guess.
final class AnswerSchemas {

    private final Map<String, ObjectNode> named = new TreeMap<>();
    private final Map<String, ResolvableType> types = new TreeMap<>();

    /// The named schemas that were needed so far.
    Map<String, ObjectNode> named() {
        return named;
    }

    /// The schema of a type: a reference where it has a name.
    ObjectNode of(ResolvableType type) {
        Class<?> raw = type.toClass();
        return simple(raw).or(() -> compound(type, raw)).orElseGet(() -> reference(type));
    }

    private static Optional<ObjectNode> simple(Class<?> raw) {
        if (raw == String.class) {
            return Optional.of(Json.typed("string"));
        }
        if (raw == byte[].class) {
            return Optional.of(Json.typed("string").put("format", "binary"));
        }
        if (raw == boolean.class || raw == Boolean.class) {
            return Optional.of(Json.typed("boolean"));
        }
        if (raw == int.class || raw == Integer.class) {
            return Optional.of(Json.typed("integer").put("format", "int32"));
        }
        if (raw == long.class || raw == Long.class) {
            return Optional.of(Json.typed("integer").put("format", "int64"));
        }
        if (raw == Instant.class) {
            return Optional.of(Json.typed("string").put("format", "date-time"));
        }
        if (raw == UUID.class) {
            return Optional.of(Json.typed("string").put("format", "uuid"));
        }
        if (JsonNode.class.isAssignableFrom(raw)) {
            return Optional.of(Json.typed("object"));
        }
        return raw == Object.class ? Optional.of(Json.object()) : Optional.empty();
    }

    private Optional<ObjectNode> compound(ResolvableType type, Class<?> raw) {
        if (Collection.class.isAssignableFrom(raw)) {
            ObjectNode array = Json.typed("array");
            array.set("items", of(type.as(Collection.class).getGeneric(0)));
            return Optional.of(array);
        }
        if (Map.class.isAssignableFrom(raw)) {
            ObjectNode object = Json.typed("object");
            object.set("additionalProperties", of(type.as(Map.class).getGeneric(1)));
            return Optional.of(object);
        }
        if (raw.isEnum()) {
            ObjectNode text = Json.typed("string");
            text.set("enum", Json.texts(codes(raw)));
            return Optional.of(text);
        }
        return value(raw).map(method -> of(ResolvableType.forMethodReturnType(method)));
    }

    private ObjectNode reference(ResolvableType type) {
        if (!type.toClass().isRecord()) {
            throw new IllegalStateException(type + ": has no schema");
        }
        String name = name(type);
        if (types.putIfAbsent(name, type) == null) {
            named.put(name, record(type));
        }
        return Json.object().put("$ref", "#/components/schemas/" + name);
    }

    /// The simple name, with the room in front of it where another room has the same.
    private String name(ResolvableType type) {
        String name = simpleName(type);
        ResolvableType known = types.get(name);
        if (known == null || known.toString().equals(type.toString())) {
            return name;
        }
        String room = type.toClass().getPackageName().split("\\.", -1)[2];
        return Character.toUpperCase(room.charAt(0)) + room.substring(1) + name;
    }

    private static String simpleName(ResolvableType type) {
        StringBuilder name = new StringBuilder(type.toClass().getSimpleName());
        for (ResolvableType generic : type.getGenerics()) {
            name.append("Of").append(simpleName(generic));
        }
        return name.toString();
    }

    private ObjectNode record(ResolvableType type) {
        ObjectNode schema = Json.typed("object");
        ObjectNode properties = schema.putObject("properties");
        List<String> required = new ArrayList<>();
        for (RecordComponent component : type.toClass().getRecordComponents()) {
            properties.set(component.getName(), component(type, component));
            if (isAlwaysThere(component)) {
                required.add(component.getName());
            }
        }
        schema.set("required", Json.texts(required));
        return schema;
    }

    private ObjectNode component(ResolvableType owner, RecordComponent component) {
        if (component.getAccessor().isAnnotationPresent(JsonRawValue.class)) {
            return Json.object();
        }
        ObjectNode schema = of(ResolvableType.forType(component.getGenericType(), owner));
        return isNullable(component) && mayShowNull(component) ? Json.nullable(schema) : schema;
    }

    private static boolean isAlwaysThere(RecordComponent component) {
        return switch (inclusion(component)) {
            case ALWAYS -> true;
            case NON_NULL -> !isNullable(component);
            default -> false;
        };
    }

    private static boolean mayShowNull(RecordComponent component) {
        return inclusion(component) == JsonInclude.Include.ALWAYS;
    }

    private static JsonInclude.Include inclusion(RecordComponent component) {
        JsonInclude own = component.getAccessor().getAnnotation(JsonInclude.class);
        JsonInclude include =
                own == null ? component.getDeclaringRecord().getAnnotation(JsonInclude.class) : own;
        return include == null ? JsonInclude.Include.ALWAYS : include.value();
    }

    private static boolean isNullable(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    private static Optional<Method> value(Class<?> raw) {
        return Stream.of(raw.getDeclaredMethods()).filter(AnswerSchemas::isValue).findFirst();
    }

    private static boolean isValue(AnnotatedElement element) {
        return element.isAnnotationPresent(JsonValue.class);
    }

    private static List<String> codes(Class<?> raw) {
        Optional<Method> value = value(raw);
        return Stream.of(raw.getEnumConstants())
                .map(constant ->
                        value.map(method -> code(method, constant)).orElseGet(constant::toString))
                .toList();
    }

    private static String code(Method value, Object constant) {
        ReflectionUtils.makeAccessible(value);
        return String.valueOf(ReflectionUtils.invokeMethod(value, constant));
    }
}
