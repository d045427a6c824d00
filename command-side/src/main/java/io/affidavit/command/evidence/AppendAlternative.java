package io.affidavit.command.evidence;

import io.affidavit.schemas.value.FailureCode;
import java.util.List;
import java.util.Objects;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;

/// What becomes durable instead when the writer finds, under the lock, that an append is not
/// admitted. The command then fails with the refusal's code, and no second command is needed.
///
/// @param events the refusal's events, with sequences as if the append had never been
/// @param failure what the command fails with
public record AppendAlternative(List<DomainEventMessage<?>> events, FailureCode failure) {

    private static final String RESOURCE = AppendAlternative.class.getName();

    public AppendAlternative {
        events = List.copyOf(events);
    }

    /// Gives the append of the unit of work in progress this alternative; for command handlers.
    public void stage() {
        CurrentUnitOfWork.get().root().resources().put(RESOURCE, this);
    }

    static @Nullable AppendAlternative of(UnitOfWork<?> unitOfWork) {
        return (AppendAlternative) unitOfWork.root().resources().get(RESOURCE);
    }

    /// What the command fails with.
    RuntimeException refusal() {
        return EvidenceFailures.refused(Objects.requireNonNull(failure));
    }
}
