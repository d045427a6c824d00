package io.affidavit.command.aggregate;

import io.affidavit.schemas.serial.StreamName;
import java.util.function.BiFunction;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;

/// Looks at an aggregate from outside, without its lock: good for facts that are never taken back,
/// such as that an organization exists.
public final class Stories {

    private final EventStore events;

    public Stories(EventStore events) {
        this.events = events;
    }

    /// The state to which an aggregate's events add up; `initial` when it has none.
    public <S> S fold(String type, String id, S initial, BiFunction<S, Object, S> evolve) {
        return foldRecords(
                type, id, initial, (state, record) -> evolve.apply(state, record.getPayload()));
    }

    /// The same where it matters when each event went on record.
    public <S> S foldRecords(
            String type, String id, S initial, BiFunction<S, EventMessage<?>, S> evolve) {
        DomainEventStream story = events.readEvents(new StreamName(type, id).toString());
        S state = initial;
        while (story.hasNext()) {
            state = evolve.apply(state, story.next());
        }
        return state;
    }
}
