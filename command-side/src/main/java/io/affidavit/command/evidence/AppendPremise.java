package io.affidavit.command.evidence;

import io.affidavit.schemas.serial.EventNames;
import io.affidavit.schemas.value.DomainEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;

/// What an append was decided from beside its own stories: that nothing on record contradicts it,
/// as far as somebody had looked. The writer looks at the rest under the head's lock. An append
/// whose premise does not hold is decided anew, so that a rule about many stories, such as that no
/// two names look alike, is as exact as one about a single story.
///
/// @param position where the look ended, -1 for nowhere
/// @param types rare types that can contradict, see [RareFacts]
/// @param contradicts whether a fact does
public record AppendPremise(long position, List<String> types, Predicate<DomainEvent> contradicts) {

    private static final String RESOURCE = AppendPremise.class.getName();

    public AppendPremise {
        types = List.copyOf(types);
    }

    /// Lets the append of the unit of work in progress rest on this; for command handlers.
    public void stage() {
        CurrentUnitOfWork.get().root().resources().put(RESOURCE, this);
    }

    static @Nullable AppendPremise of(UnitOfWork<?> unitOfWork) {
        return (AppendPremise) unitOfWork.root().resources().get(RESOURCE);
    }

    /// Whether nothing contradicts, of the batch so far and of what is on record since the look;
    /// nothing can contradict no premise.
    ///
    /// @param standing facts of the batch before the append
    static boolean holds(
            @Nullable AppendPremise premise, Connection connection, List<DomainEvent> standing)
            throws SQLException {
        return premise == null
                || (premise.holds(standing)
                        && premise.holds(
                                RareFacts.since(connection, premise.position, premise.types)
                                        .events()));
    }

    private boolean holds(Collection<DomainEvent> facts) {
        return facts.stream()
                .filter(fact -> types.contains(EventNames.of(fact.getClass()).type()))
                .noneMatch(contradicts);
    }
}
