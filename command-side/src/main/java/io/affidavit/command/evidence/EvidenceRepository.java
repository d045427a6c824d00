package io.affidavit.command.evidence;

import io.affidavit.schemas.serial.StreamName;
import java.util.function.Predicate;
import org.axonframework.eventsourcing.CachingEventSourcingRepository;
import org.axonframework.eventsourcing.EventSourcedAggregate;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;

/// Loads aggregates by type and id (an organization and an alias may share an id) and keeps recent
/// ones in a bounded cache. A lost append takes its aggregate out again, and so does the end of a
/// story: whoever comes later finds it in the log.
final class EvidenceRepository<T> extends CachingEventSourcingRepository<T> {

    private final EventStore eventStore;
    private final String type;
    private final BoundedCache cache;
    private final Predicate<T> isOver;

    EvidenceRepository(
            EventSourcingRepository.Builder<T> builder,
            EventStore eventStore,
            BoundedCache cache,
            Predicate<T> isOver) {
        super(builder.eventStore(eventStore).cache(cache));
        this.eventStore = eventStore;
        this.type = aggregateModel().type();
        this.cache = cache;
        this.isOver = isOver;
    }

    @Override
    protected DomainEventStream readEvents(String aggregateIdentifier) {
        return eventStore.readEvents(new StreamName(type, aggregateIdentifier).toString());
    }

    @Override
    protected void doSaveWithLock(EventSourcedAggregate<T> aggregate) {
        super.doSaveWithLock(aggregate);
        if (isOver.test(aggregate.getAggregateRoot())) {
            cache.remove(aggregate.identifierAsString());
        }
    }
}
