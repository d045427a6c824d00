package io.affidavit.command.web;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a route asks of an object in its body, in the order in which it asks. Made by [Fields]
/// while the route reads, so that it cannot differ from the check.
public final class BodyDescription {

    private final Map<String, Member> members = new LinkedHashMap<>();

    /// One member.
    ///
    /// @param required whether a request without it is refused, whatever else it holds
    public record Member(MemberType type, boolean required) {}

    /// What a member may hold.
    public sealed interface MemberType {

        /// A text.
        record Text(Form form) implements MemberType {}

        /// A whole number within bounds.
        record Whole(int min, int max) implements MemberType {}

        /// True or false.
        record Truth() implements MemberType {}

        /// Distinct texts.
        record Texts(Form form, int min, int max) implements MemberType {}

        /// Distinct whole numbers within bounds, any count up to `count`.
        record Wholes(int min, int max, int count) implements MemberType {}

        /// Objects with members of their own.
        record Objects(BodyDescription members, int max) implements MemberType {}

        /// An object of texts whose names its caller likes.
        record Named(Form form, int max) implements MemberType {}

        /// An object with members of its own.
        record Nested(BodyDescription members) implements MemberType {}

        /// An object with whatever members its caller likes.
        record Anything() implements MemberType {}

        /// Nothing: it is known, and refused with a value.
        record Nothing() implements MemberType {}
    }

    /// The members by name.
    public Map<String, Member> members() {
        return Collections.unmodifiableMap(members);
    }

    /// What is asked in one of two cases; required is what is required in both.
    BodyDescription or(BodyDescription other) {
        BodyDescription both = new BodyDescription();
        members.forEach((name, member) ->
                both.ask(name, member.type(), member.required() && other.isRequired(name)));
        other.members.forEach((name, member) -> {
            if (!members.containsKey(name)) {
                both.ask(name, member.type(), false);
            }
        });
        return both;
    }

    private boolean isRequired(String name) {
        Member member = members.get(name);
        return member != null && member.required();
    }

    void ask(String name, MemberType type, boolean required) {
        members.put(name, new Member(type, required));
    }

    BodyDescription nested(String name, boolean required) {
        BodyDescription inner = new BodyDescription();
        ask(name, new MemberType.Nested(inner), required);
        return inner;
    }
}
