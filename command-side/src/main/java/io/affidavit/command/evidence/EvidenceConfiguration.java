package io.affidavit.command.evidence;

import io.affidavit.command.web.AdminCommands;
import io.affidavit.schemas.evidence.LogGuard;
import java.time.Clock;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.config.Configuration;
import org.axonframework.eventhandling.EventBus;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.correlation.CorrelationDataProvider;
import org.axonframework.messaging.interceptors.CorrelationDataInterceptor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.util.function.SingletonSupplier;

/// Axon over the log: its event store, its command bus, its repositories.
@org.springframework.context.annotation.Configuration(proxyBeanMethods = false)
public class EvidenceConfiguration {

    @Bean("eventBus")
    @Qualifier("eventStore")
    EventStore eventStore(EvidenceLog log) {
        return log.store();
    }

    @Bean
    @Qualifier("localSegment")
    CommandBus commandBus(Configuration axon, ObjectProvider<LogGuard> guard) {
        RetryingCommandBus bus = RetryingCommandBus.create();
        bus.registerHandlerInterceptor(
                new AdmissionGuard(
                        SingletonSupplier.of(() -> guard.getIfAvailable(() -> LogGuard.NONE))));
        bus.registerHandlerInterceptor(
                new CorrelationDataInterceptor<>(axon.correlationDataProviders()));
        return bus;
    }

    @Bean
    EvidenceHandler evidenceHandler(EventBus eventBus) {
        return new EvidenceHandler(eventBus);
    }

    @Bean
    LogKeyHandler logKeyHandler(EvidenceLog log, KeyDirectory keys, Clock clock) {
        return new LogKeyHandler(log.store(), new LogKeyFiles(keys, log.origin()), clock);
    }

    @Bean
    LogKeyController logKeyController(AdminCommands commands) {
        return new LogKeyController(commands);
    }

    @Bean
    CorrelationDataProvider actorCorrelation() {
        return new ActorCorrelation();
    }

    @Bean
    AggregateRepositories aggregateRepositories(ObjectProvider<Configuration> axon) {
        return new AggregateRepositories(axon::getObject);
    }

    @Bean
    static RepositoryRegistrar repositoryRegistrar() {
        return new RepositoryRegistrar();
    }
}
