package io.affidavit.command.evidence;

import java.util.function.Supplier;
import org.axonframework.config.Configuration;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.annotation.ParameterResolverFactory;
import org.axonframework.modelling.command.Repository;

/// Makes the repositories of this room's aggregates. Aggregates need none of their own: one is
/// registered for each class annotated with `@Aggregate` by [RepositoryRegistrar].
public final class AggregateRepositories {

    private static final int MAX_CACHED = 10_000;

    private final Supplier<Configuration> configuration;

    AggregateRepositories(Supplier<Configuration> configuration) {
        this.configuration = configuration;
    }

    /// The repository of an aggregate class.
    public <T> Repository<T> of(Class<T> type) {
        Configuration axon = configuration.get();
        EventSourcingRepository.Builder<T> builder = EventSourcingRepository.builder(type);
        builder.parameterResolverFactory(axon.parameterResolverFactory())
                .handlerDefinition(axon.handlerDefinition(type))
                .repositoryProvider(axon::repository);
        return repository(builder, axon.eventStore());
    }

    /// The repository of an aggregate class that needs nothing but its own events and these.
    public static <T> Repository<T> over(
            Class<T> type, EventStore store, ParameterResolverFactory parameters) {
        EventSourcingRepository.Builder<T> builder = EventSourcingRepository.builder(type);
        return repository(builder.parameterResolverFactory(parameters), store);
    }

    private static <T> Repository<T> repository(
            EventSourcingRepository.Builder<T> builder, EventStore store) {
        return new EvidenceRepository<>(
                builder,
                store,
                new BoundedCache(MAX_CACHED),
                aggregate -> aggregate instanceof Ending end && end.isOver());
    }

    /// An aggregate whose story can end, after which nobody is expected to ask for it.
    public interface Ending {

        /// Whether the story has ended.
        boolean isOver();
    }
}
