package io.affidavit.schemas.serial;

import io.affidavit.schemas.value.FailureCode;
import java.util.Optional;
import org.axonframework.commandhandling.CommandExecutionException;
import org.jspecify.annotations.Nullable;

/// Why a command was not carried out, in the one form that survives every bus: text as details of a
/// [CommandExecutionException], the name of the code and, after a space, the wait.
///
/// @param code what went wrong
/// @param message for the caller; carries no free text of anybody else
/// @param retryAfterMillis when the same command may succeed; `null` if nobody can tell
public record Refusal(FailureCode code, String message, @Nullable Long retryAfterMillis) {

    /// A refusal that names no time.
    public Refusal(FailureCode code, String message) {
        this(code, message, null);
    }

    /// The exception a handler throws.
    public static CommandExecutionException exception(FailureCode code, String message) {
        return new Refusal(code, message).exception();
    }

    /// The exception that carries it over a bus.
    public CommandExecutionException exception() {
        String details =
                retryAfterMillis == null ? code.name() : code.name() + " " + retryAfterMillis;
        return new CommandExecutionException(message, null, details);
    }

    /// The refusal behind an exception of the command bus; empty when it is none.
    public static Optional<Refusal> of(@Nullable Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof CommandExecutionException failed
                    && failed.<Object>getDetails().orElse(null) instanceof String details) {
                Optional<Refusal> refusal = read(details, failed.getMessage());
                if (refusal.isPresent()) {
                    return refusal;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Refusal> read(String details, @Nullable String message) {
        int end = details.indexOf(' ');
        String name = end < 0 ? details : details.substring(0, end);
        for (FailureCode code : FailureCode.values()) {
            if (code.name().equals(name)) {
                Long wait = end < 0 ? null : Long.valueOf(details.substring(end + 1));
                return Optional.of(new Refusal(code, message == null ? "" : message, wait));
            }
        }
        return Optional.empty();
    }
}
