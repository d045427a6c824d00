package io.affidavit.command.web;

import io.affidavit.command.web.BodyDescription.MemberType;
import io.affidavit.schemas.value.FailureCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Reads the members of a body one by one and remembers everything that is wrong, so that a caller
/// hears about all mistakes at once. `null` means absent. Types are strict: `"5"` is no number.
///
/// Values are usable only after [#finish], which refuses the request if anything was wrong, members
/// that nobody asked for included.
public final class Fields {

    private final ObjectNode body;
    private final String prefix;
    private final Mistakes mistakes;
    private final Set<String> read = new HashSet<>();
    private final List<Fields> nested = new ArrayList<>();
    private final BodyDescription asked;

    Fields(ObjectNode body) {
        this(body, "", new Mistakes(), new BodyDescription());
    }

    /// @param asked takes down everything that is asked of the body
    Fields(ObjectNode body, BodyDescription asked) {
        this(body, "", new Mistakes(), asked);
    }

    private Fields(ObjectNode body, String prefix, Mistakes mistakes, BodyDescription asked) {
        this.body = body;
        this.prefix = prefix;
        this.mistakes = mistakes;
        this.asked = asked;
    }

    /// Whether a member is there with a value, right or wrong.
    public boolean isGiven(String name) {
        return !absent(name);
    }

    /// A text that must be there and have the form; the empty text stands in for a wrong one.
    public String required(String name, Form form) {
        asked.ask(name, new MemberType.Text(form), true);
        if (absent(name)) {
            missing(name, form);
            return "";
        }
        String text = text(name, form);
        return text == null ? "" : text;
    }

    /// A text that has the form if it is there.
    public @Nullable String optional(String name, Form form) {
        asked.ask(name, new MemberType.Text(form), false);
        return text(name, form);
    }

    private @Nullable String text(String name, Form form) {
        JsonNode node = take(name);
        return node == null ? null : Elements.text(node, form, at(name));
    }

    /// A whole number within bounds if it is there.
    public @Nullable Integer optionalInt(String name, int min, int max) {
        asked.ask(name, new MemberType.Whole(min, max), false);
        JsonNode node = take(name);
        return node == null ? null : Elements.whole(node, min, max, at(name));
    }

    /// A truth value if it is there.
    public @Nullable Boolean optionalBoolean(String name) {
        asked.ask(name, new MemberType.Truth(), false);
        JsonNode node = take(name);
        if (node == null) {
            return null;
        }
        if (!node.isBoolean()) {
            wrongType(name, node, "true or false");
            return null;
        }
        return node.booleanValue();
    }

    /// The members of an object that must be there.
    public Fields requiredNested(String name) {
        if (absent(name)) {
            error(FailureCode.MISSING_PARAMETER, name, "missing (expected: an object)");
        }
        return nested(name, true);
    }

    /// The members of an object, all of them absent if it is not there itself.
    public Fields nested(String name) {
        return nested(name, false);
    }

    private Fields nested(String name, boolean required) {
        ObjectNode object = object(name);
        Fields members =
                new Fields(
                        object == null ? JsonNodeFactory.instance.objectNode() : object,
                        prefix + name + ".",
                        mistakes,
                        asked.nested(name, required));
        nested.add(members);
        return members;
    }

    /// The members of each object of a list that must be there and not be empty.
    ///
    /// @param read asks an object for its members; is asked once even if there is none
    public <T> List<T> objects(String name, int max, Function<Fields, T> read) {
        return objects(name, max, read, true);
    }

    /// The same of a list that may be absent.
    public <T> List<T> optionalObjects(String name, int max, Function<Fields, T> read) {
        return objects(name, max, read, false);
    }

    private <T> List<T> objects(String name, int max, Function<Fields, T> read, boolean required) {
        BodyDescription inner = new BodyDescription();
        asked.ask(name, new MemberType.Objects(inner, max), required);
        ObjectNode none = JsonNodeFactory.instance.objectNode();
        var _ = read.apply(new Fields(none, "", new Mistakes(), inner));
        JsonNode node = take(name);
        return node == null && !required ? List.of() : each(name, node, max, inner, read);
    }

    private <T> List<T> each(
            String name,
            @Nullable JsonNode node,
            int max,
            BodyDescription inner,
            Function<Fields, T> read) {
        List<T> all = new ArrayList<>();
        for (JsonNode element : Elements.objects(node, max, at(name))) {
            String place = prefix + name + '[' + all.size() + "].";
            if (!(element instanceof ObjectNode object)) {
                wrongType(name, element, "objects in it");
                return all;
            }
            Fields members = new Fields(object, place, mistakes, inner);
            nested.add(members);
            all.add(read.apply(members));
        }
        return all;
    }

    /// A list of distinct texts of a form if it is there; never an empty one.
    public @Nullable List<String> optionalTexts(String name, int max, Form form) {
        asked.ask(name, new MemberType.Texts(form, 1, max), false);
        List<String> texts = list(name, max, form);
        if (texts != null && texts.isEmpty()) {
            error(FailureCode.INVALID_VALUE, name, "0 elements (expected: 1 to " + max + ")");
            return null;
        }
        return texts;
    }

    /// A list of distinct texts of a form if it is there, which may be empty.
    public @Nullable List<String> texts(String name, int max, Form form) {
        asked.ask(name, new MemberType.Texts(form, 0, max), false);
        return list(name, max, form);
    }

    /// A list of distinct whole numbers if it is there, which may be empty.
    ///
    /// @param count how many at most
    public @Nullable List<Integer> wholes(String name, int count, int min, int max) {
        asked.ask(name, new MemberType.Wholes(min, max, count), false);
        JsonNode node = take(name);
        return node == null ? null : Elements.wholes(node, count, min, max, at(name));
    }

    private @Nullable List<String> list(String name, int max, Form form) {
        JsonNode node = take(name);
        return node == null ? null : Elements.texts(node, max, form, at(name));
    }

    /// Texts by names that the caller chose, both of a form, if they are there.
    public @Nullable Map<String, String> optionalNamed(String name, int max, Form form) {
        asked.ask(name, new MemberType.Named(form, max), false);
        JsonNode node = take(name);
        return node == null ? null : Elements.named(node, max, form, at(name));
    }

    /// Whether a member is there and `null`: the caller wants it gone.
    public boolean isCleared(String name) {
        JsonNode node = body.get(name);
        return node != null && node.isNull();
    }

    /// An object if it is there, with whatever members its caller likes.
    public @Nullable ObjectNode optionalObject(String name) {
        asked.ask(name, new MemberType.Anything(), false);
        return object(name);
    }

    private @Nullable ObjectNode object(String name) {
        JsonNode node = take(name);
        if (node == null || node instanceof ObjectNode) {
            return (ObjectNode) node;
        }
        wrongType(name, node, "an object");
        return null;
    }

    /// Members that a later edition understands: accepted without a value, refused with one.
    public void notYet(String... names) {
        refuse(
                FailureCode.NOT_YET_AVAILABLE,
                "not yet available (expected: absent or null)",
                names);
    }

    /// Whether a member has a value that only a later edition understands, and is refused for it.
    public boolean notYet(String name, List<String> values) {
        JsonNode node = take(name);
        boolean later = node != null && node.isString() && values.contains(node.stringValue());
        if (later) {
            error(FailureCode.NOT_YET_AVAILABLE, name, "not yet available");
        }
        return later;
    }

    /// Members that can be given only when the resource is made.
    public void unchangeable(String... names) {
        refuse(FailureCode.UNSUPPORTED_PARAMETER, "cannot be changed (expected: absent)", names);
    }

    private void refuse(FailureCode code, String message, String... names) {
        for (String name : names) {
            asked.ask(name, new MemberType.Nothing(), false);
            if (take(name) != null) {
                error(code, name, message);
            }
        }
    }

    /// Remembers that a text is missing, where only the route can see that it must be there.
    public void missing(String name, Form form) {
        error(FailureCode.MISSING_PARAMETER, name, "missing (expected: " + form.words() + ")");
    }

    /// Remembers a mistake that only the route can see.
    public void invalid(String name, String message) {
        error(FailureCode.INVALID_VALUE, name, message);
    }

    /// Refuses the request if anything was wrong.
    public void finish() {
        refuseUnknown();
        mistakes.refuse();
    }

    private void refuseUnknown() {
        for (String name : body.propertyNames()) {
            if (!read.contains(name)) {
                error(FailureCode.UNSUPPORTED_PARAMETER, Mistakes.shown(name), "unknown member");
            }
        }
        nested.forEach(Fields::refuseUnknown);
    }

    private boolean absent(String name) {
        JsonNode node = body.get(name);
        read.add(name);
        return node == null || node.isNull();
    }

    private @Nullable JsonNode take(String name) {
        return absent(name) ? null : body.get(name);
    }

    private void wrongType(String name, JsonNode node, String expected) {
        String wrong = Mistakes.kind(node) + " (expected: " + expected + ")";
        error(FailureCode.INVALID_TYPE, name, wrong);
    }

    private BiConsumer<FailureCode, String> at(String name) {
        return (code, wrong) -> error(code, name, wrong);
    }

    private void error(FailureCode code, String field, String message) {
        mistakes.add(code, prefix + field, message);
    }
}
