package io.affidavit.command.web;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The form that a text must have, as the check of it, as a message about it and as its description
/// for programs.
///
/// @param test the check
/// @param words what is expected, for people
/// @param pattern the same as a regular expression; `null` where none says it
/// @param choices all texts that have the form; empty where they are too many to list
/// @param maxLength no text of the form is longer, in characters
public record Form(
        Predicate<String> test,
        String words,
        @Nullable String pattern,
        List<String> choices,
        int maxLength) {

    /// No admin text is longer; what says nothing else of its length is bounded by its body.
    private static final int UNBOUNDED = AdminRequestResolver.MAX_BODY_BYTES;

    public Form {
        choices = List.copyOf(choices);
    }

    /// A form that only its check knows.
    public static Form of(Predicate<String> test, String words) {
        return new Form(test, words, null, List.of(), UNBOUNDED);
    }

    /// A form that a regular expression describes. The whole text must match.
    public static Form matching(String pattern, int maxLength) {
        Predicate<String> matches = Pattern.compile(pattern).asMatchPredicate();
        return new Form(
                text -> text.length() <= maxLength && matches.test(text),
                pattern,
                pattern,
                List.of(),
                maxLength);
    }

    /// One of a few texts.
    public static Form oneOf(List<String> choices) {
        return new Form(
                choices::contains,
                choices.stream().collect(Collectors.joining(" or ")),
                null,
                choices,
                choices.stream().mapToInt(String::length).max().orElse(0));
    }

    /// The same form, said to people in other words than its regular expression.
    public Form inWords(String other) {
        return new Form(test, other, pattern, choices, maxLength);
    }

    /// Whether its length has a bound of its own.
    public boolean isBounded() {
        return maxLength < UNBOUNDED;
    }

    boolean isOf(String text) {
        return test.test(text);
    }
}
