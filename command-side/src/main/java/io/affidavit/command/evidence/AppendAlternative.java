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
/// @param isEnd whether that ends the story, so that its command is given a receipt for it
public record AppendAlternative(
        DomainEventMessage<?> first, Function<Object, DomainEvent> wording, boolean isEnd) {

    private static final String RESOURCE = AppendAlternative.class.getName();

    /// Lets the append of the unit of work in progress be refused, which then is the end of the
    /// story and worded like this; for command handlers.
    public static void stageEnd(Function<Object, DomainEvent> wording) {
        stage(new Staged(wording, true));
    }

    /// The same where the story goes on.
    public static void stage(Function<Object, DomainEvent> wording) {
        stage(new Staged(wording, false));
    }

    private record Staged(Function<Object, DomainEvent> wording, boolean isEnd) {}

    private static void stage(Staged staged) {
        CurrentUnitOfWork.get().root().resources().put(RESOURCE, staged);
    }

    static @Nullable AppendAlternative of(UnitOfWork<?> unitOfWork, StagedEvent first) {
        return unitOfWork.root().resources().get(RESOURCE) instanceof Staged(var wording, var isEnd)
                ? new AppendAlternative(first.live(), wording, isEnd)
                : null;
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
