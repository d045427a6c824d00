package io.affidavit.solo.settings;

import io.affidavit.solo.data.StartRefused;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;

/// Says what is wrong with a setting in one line: `name: value (expected: rule)`.
public final class SettingsFailure {

    private SettingsFailure() {}

    /// The refusal behind `failure`, if a wrong setting is its cause.
    public static Optional<StartRefused> in(Throwable failure) {
        return cause(failure, BindValidationException.class)
                .map(SettingsFailure::describe)
                .or(() -> cause(failure, BindException.class).map(SettingsFailure::describe))
                .map(message -> new StartRefused(message, failure));
    }

    /// The first of `failure` and its causes that is a `type`.
    public static <T extends Throwable> Optional<T> cause(Throwable failure, Class<T> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return Optional.of(type.cast(cause));
            }
        }
        return Optional.empty();
    }

    private static String describe(BindValidationException invalid) {
        ConfigurationPropertyName prefix = invalid.getValidationErrors().getName();
        return invalid.getValidationErrors().getAllErrors().stream()
                .map(error -> describe(prefix, error))
                .sorted()
                .collect(Collectors.joining("\n"));
    }

    private static String describe(ConfigurationPropertyName prefix, ObjectError error) {
        String rule = rule(error.getDefaultMessage());
        if (error instanceof FieldError field) {
            return prefix
                    + "."
                    + dashed(field.getField())
                    + ": "
                    + field.getRejectedValue()
                    + " (expected: "
                    + rule
                    + ")";
        }
        return prefix + ": (expected: " + rule + ")";
    }

    private static String describe(BindException unreadable) {
        String own = deepestMessage(unreadable);
        if (own.contains("(expected: ")) { // a properties record checked it and said so
            return own;
        }
        ConfigurationProperty property = unreadable.getProperty();
        String found =
                property == null
                        ? unreadable.getName() + ":"
                        : property.getName() + ": " + property.getValue();
        Class<?> expected = unreadable.getTarget().getType().resolve(Object.class);
        return found + " (expected: a " + expected.getSimpleName() + ")";
    }

    private static String deepestMessage(Throwable failure) {
        Throwable deepest = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            deepest = cause;
        }
        return String.valueOf(deepest.getMessage());
    }

    /// Bean validation speaks in sentences ("must be less than or equal to 65535").
    private static String rule(@Nullable String message) {
        return message == null
                ? "another value"
                : message.replace("must be greater than or equal to ", ">= ")
                        .replace("must be less than or equal to ", "<= ")
                        .replaceFirst("^must be ", "");
    }

    private static String dashed(String camel) {
        return camel.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
