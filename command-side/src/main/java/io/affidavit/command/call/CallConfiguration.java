package io.affidavit.command.call;

import io.affidavit.command.evidence.EvidenceLog;
import io.affidavit.command.evidence.NodeTable;
import io.affidavit.command.routing.Prices;
import io.affidavit.schemas.call.LeaseGuard;
import java.time.Clock;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventhandling.EventBus;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.modelling.command.CommandTargetResolver;
import org.axonframework.queryhandling.QueryGateway;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;

/// Everything that decides about calls.
@Configuration(proxyBeanMethods = false)
public class CallConfiguration {

    @Bean
    @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
    CallAggregate callAggregate() {
        return new CallAggregate();
    }

    @Bean
    CommandTargetResolver callTargets() {
        return new CallTargets();
    }

    @Bean
    CostQueryHandler costQueryHandler(Prices prices) {
        return new CostQueryHandler(prices);
    }

    @Bean
    RefusalsHandler refusalsHandler(EventBus eventBus) {
        return new RefusalsHandler(eventBus);
    }

    @Bean
    ReceiptQueryHandler receiptQueryHandler(EvidenceLog log) {
        return new ReceiptQueryHandler(log);
    }

    @Bean
    LimitRefusals limitRefusals(EventBus eventBus, Clock clock) {
        return new LimitRefusals(eventBus, clock);
    }

    @Bean
    UnheardAdmissions unheardAdmissions(EvidenceLog log, CommandGateway commands, Clock clock) {
        UnheardAdmissions admissions = new UnheardAdmissions(commands, clock);
        log.onUnheard(admissions::conclude);
        return admissions;
    }

    @Bean
    Reaper.Means reaperMeans(EventStore store, QueryGateway queries, CommandGateway commands) {
        return new Reaper.Means(store, queries, commands);
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    Reaper reaper(Reaper.Means means, NodeTable nodes, LeaseGuard lease, Clock clock) {
        return new Reaper(means, nodes, lease.node(), clock);
    }
}
