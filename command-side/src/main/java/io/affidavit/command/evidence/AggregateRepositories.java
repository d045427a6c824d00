package io.affidavit.command.evidence;

import java.util.function.Predicate;
import java.util.function.Supplier;
import org.axonframework.config.Configuration;
import org.axonframework.eventsourcing.EventSourcingRepository;
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
        return of(type, MAX_CACHED, aggregate -> aggregate instanceof Ending end && end.isOver());
    }

    private <T> Repository<T> of(Class<T> type, int maxCached, Predicate<T> isOver) {
        Configuration axon = configuration.get();
        EventSourcingRepository.Builder<T> builder = EventSourcingRepository.builder(type);
        builder.parameterResolverFactory(axon.parameterResolverFactory())
                .handlerDefinition(axon.handlerDefinition(type))
                .repositoryProvider(axon::repository);
        return new EvidenceRepository<>(
                builder, axon.eventStore(), new BoundedCache(maxCached), isOver);
    }

    /// An aggregate whose story can end, after which nobody is expected to ask for it.
    public interface Ending {

        /// Whether the story has ended.
        boolean isOver();
    }
}
