package io.affidavit.command.evidence;

import io.affidavit.schemas.value.DomainEvent;
import java.util.function.Function;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;

/// What becomes durable instead when the [AppendLedger] refuses an append. The command then fails
/// with the ledger's refusal, and no second command is needed.
///
/// It is worded by the writer's thread once the reason is known, which costs only the refused.
///
/// @param first the append's first event: the refusal takes its place, with its meta data
/// @param wording makes the refusal's event of the ledger's reason
public record AppendAlternative(
        DomainEventMessage<?> first, Function<Object, DomainEvent> wording) {

    private static final String RESOURCE = AppendAlternative.class.getName();

    /// Lets the append of the unit of work in progress be refused, worded like this; for command
    /// handlers.
    public static void stage(Function<Object, DomainEvent> wording) {
        CurrentUnitOfWork.get().root().resources().put(RESOURCE, wording);
    }

    @SuppressWarnings("unchecked") // put there by stage alone
    static @Nullable AppendAlternative of(UnitOfWork<?> unitOfWork, StagedEvent first) {
        Object wording = unitOfWork.root().resources().get(RESOURCE);
        return wording == null
                ? null
                : new AppendAlternative(first.live(), (Function<Object, DomainEvent>) wording);
    }

    /// The refusal for this reason.
    DomainEventMessage<?> message(Object reason) {
        return new GenericDomainEventMessage<>(
                first.getType(),
                first.getAggregateIdentifier(),
                first.getSequenceNumber(),
                wording.apply(reason),
                first.getMetaData());
    }
}
