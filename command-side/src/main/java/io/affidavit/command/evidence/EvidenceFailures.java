package io.affidavit.command.evidence;

import io.affidavit.schemas.value.FailureCode;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;

/// How failures leave this room: always as a [CommandExecutionException] whose details are the name
/// of a [FailureCode], so that callers in the same process and callers behind a router see the
/// same.
public final class EvidenceFailures {

    private EvidenceFailures() {}

    /// The append was not made, or nobody knows yet whether it was.
    ///
    /// @param reason for operators; never a text of the event
    static CommandExecutionException unavailable(String reason, @Nullable Throwable cause) {
        return failure("evidence unavailable: " + reason, cause, FailureCode.EVIDENCE_UNAVAILABLE);
    }

    /// Somebody else continued the aggregate's story first. Axon's own type, because it makes the
    /// repository forget what it had cached.
    static ConcurrencyException conflict(StagedEvent event) {
        return new ConcurrencyException(
                "sequence " + event.sequence() + " of a " + event.type() + " is already taken");
    }

    /// What the append was decided from has changed. Tried again like a conflict.
    static ConcurrencyException outdated() {
        return new ConcurrencyException("decided from facts that have changed");
    }

    /// The failure as it goes over the bus.
    static Throwable onTheBus(Throwable failure) {
        return switch (failure) {
            case ConcurrencyException conflict ->
                    failure("somebody else was first", conflict, FailureCode.CONFLICT);
            case AggregateNotFoundException absent ->
                    failure("not found", absent, FailureCode.NOT_FOUND);
            default -> failure;
        };
    }

    private static CommandExecutionException failure(
            String message, @Nullable Throwable cause, FailureCode code) {
        return new CommandExecutionException(message, cause, code.name());
    }
}
