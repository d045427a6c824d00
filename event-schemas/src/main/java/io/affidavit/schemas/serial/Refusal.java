package io.affidavit.schemas.serial;

import io.affidavit.schemas.value.FailureCode;
import java.util.Optional;
import org.axonframework.commandhandling.CommandExecutionException;
import org.jspecify.annotations.Nullable;

/// Why a command was not carried out, in the one form that survives every bus: the name of the code
/// as details of a [CommandExecutionException].
///
/// @param code what went wrong
/// @param message for the caller; carries no free text of anybody else
public record Refusal(FailureCode code, String message) {

    /// The exception a handler throws.
    public static CommandExecutionException exception(FailureCode code, String message) {
        return new CommandExecutionException(message, null, code.name());
    }

    /// The refusal behind an exception of the command bus; empty when it is none.
    public static Optional<Refusal> of(@Nullable Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof CommandExecutionException failed) {
                Optional<FailureCode> code = failed.<Object>getDetails().flatMap(Refusal::code);
                if (code.isPresent()) {
                    String message = failed.getMessage();
                    return Optional.of(new Refusal(code.get(), message == null ? "" : message));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<FailureCode> code(Object details) {
        for (FailureCode code : FailureCode.values()) {
            if (code.name().equals(details)) {
                return Optional.of(code);
            }
        }
        return Optional.empty();
    }
}
