package io.affidavit.command.bundle;

import java.time.Clock;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.queryhandling.QueryGateway;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Everything that is decided about bundles.
@Configuration(proxyBeanMethods = false)
public class BundleConfiguration {

    @Bean
    ExportHandler exportHandler(EventStore eventStore) {
        return new ExportHandler(eventStore);
    }

    @Bean
    BundleController bundleRequestController(QueryGateway queries, Clock clock) {
        return new BundleController(queries, clock);
    }
}
