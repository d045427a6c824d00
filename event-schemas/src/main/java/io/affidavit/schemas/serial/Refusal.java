package io.affidavit.schemas.serial;

import io.affidavit.schemas.call.RateLeft;
import io.affidavit.schemas.value.FailureCode;
import java.util.List;
import java.util.Optional;
import org.axonframework.commandhandling.CommandExecutionException;
import org.jspecify.annotations.Nullable;

/// Why a command was not carried out, in the one form that survives every bus: text as details of a
/// [CommandExecutionException], the name of the code and after it, each behind a space, the wait
/// and the rates.
///
/// @param code what went wrong
/// @param message for the caller; carries no free text of anybody else
/// @param retryAfterMillis when the same command may succeed; `null` if nobody can tell
/// @param rates what limits had left, where limits were looked at
public record Refusal(
        FailureCode code, String message, @Nullable Long retryAfterMillis, List<RateLeft> rates) {

    private static final String UNKNOWN = "-";

    public Refusal {
        rates = List.copyOf(rates);
    }

    /// A refusal that names no time.
    public Refusal(FailureCode code, String message) {
        this(code, message, null, List.of());
    }

    /// The exception a handler throws.
    public static CommandExecutionException exception(FailureCode code, String message) {
        return new Refusal(code, message).exception();
    }

    /// The exception that carries it over a bus.
    public CommandExecutionException exception() {
        StringBuilder details = new StringBuilder(code.name());
        if (retryAfterMillis != null || !rates.isEmpty()) {
            details.append(' ').append(retryAfterMillis == null ? UNKNOWN : retryAfterMillis);
        }
        rates.forEach(rate -> details.append(' ').append(rate.text()));
        return new CommandExecutionException(message, null, details.toString());
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
        List<String> words = List.of(details.split(" ", -1));
        for (FailureCode code : FailureCode.values()) {
            if (code.name().equals(words.getFirst())) {
                String wait = words.size() < 2 ? UNKNOWN : words.get(1);
                return Optional.of(
                        new Refusal(
                                code,
                                message == null ? "" : message,
                                wait.equals(UNKNOWN) ? null : Long.valueOf(wait),
                                words.stream().skip(2).map(RateLeft::parse).toList()));
            }
        }
        return Optional.empty();
    }
}
