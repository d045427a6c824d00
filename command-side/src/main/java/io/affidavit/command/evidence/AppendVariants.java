package io.affidavit.command.evidence;

import io.affidavit.schemas.value.DomainEvent;
import java.util.List;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;

/// Other facts that may take the place of the last one of an append, best first, where the
/// [AppendLedger] has room for one of them and not for those before. Only the one that is taken is
/// made ready for the log, by the writer's thread.
///
/// @param last the append's last event: the fact that is taken has its place and its meta data
/// @param facts what may stand there
public record AppendVariants(DomainEventMessage<?> last, List<DomainEvent> facts) {

    private static final String RESOURCE = AppendVariants.class.getName();

    public AppendVariants {
        facts = List.copyOf(facts);
    }

    /// Lets one of these take the place of the last event of the unit of work in progress; for
    /// command handlers.
    public static void stage(List<? extends DomainEvent> facts) {
        CurrentUnitOfWork.get().root().resources().put(RESOURCE, List.copyOf(facts));
    }

    @SuppressWarnings("unchecked") // put there by stage alone
    static @Nullable AppendVariants of(UnitOfWork<?> unitOfWork, StagedEvent last) {
        Object facts = unitOfWork.root().resources().get(RESOURCE);
        return facts == null ? null : new AppendVariants(last.live(), (List<DomainEvent>) facts);
    }

    /// One of the facts as the append's last event.
    DomainEventMessage<?> message(DomainEvent fact) {
        return new GenericDomainEventMessage<>(
                last.getType(),
                last.getAggregateIdentifier(),
                last.getSequenceNumber(),
                fact,
                last.getMetaData());
    }
}
