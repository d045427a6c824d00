package io.affidavit.command.limit;

import io.affidavit.command.access.KeyLimits;
import io.affidavit.command.access.ScopeDirectory;
import io.affidavit.command.aggregate.Stories;
import io.affidavit.command.evidence.AppendLedger;
import io.affidavit.command.routing.DeploymentDirectory;
import io.affidavit.command.routing.Prices;
import io.affidavit.command.web.AdminCommands;
import java.time.Clock;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventhandling.EventBus;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.util.function.SingletonSupplier;

/// How much may be used: limits, their accounts, their thresholds.
@Configuration(proxyBeanMethods = false)
@Import(LimitAggregate.class)
public class LimitConfiguration {

    @Bean
    FullLimits fullLimits(Clock clock) {
        return new FullLimits(clock, System::nanoTime);
    }

    /// @param prices asked late: they follow the log whose writer asks the ledger
    @Bean
    LimitDirectory limitDirectory(
            @Qualifier("evidenceDataSource") DataSource evidence,
            ObjectProvider<Prices> prices,
            FullLimits full) {
        Supplier<Prices> known = SingletonSupplier.of(prices::getObject);
        return new LimitDirectory(
                evidence,
                (candidates, estimate, admittedAt) ->
                        known.get().worstCost(candidates, estimate, admittedAt),
                full);
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    ThresholdReactor thresholdReactor(
            @Qualifier("evidenceDataSource") DataSource evidence,
            ObjectProvider<CommandGateway> commands,
            Clock clock) {
        return new ThresholdReactor(evidence, commands::getObject, clock);
    }

    @Bean
    AppendLedger limitLedger(LimitDirectory directory, FullLimits full, ThresholdReactor reactor) {
        return new LimitLedger(directory, full, reactor);
    }

    @Bean
    KeyLimits keyLimits(Stories stories, EventBus events) {
        return new IssuedKeyLimits(new LimitTermsReader(stories), events);
    }

    @Bean
    LimitController limitController(
            AdminCommands commands, ScopeDirectory scopes, Stories stories, Clock clock) {
        return new LimitController(
                commands,
                scopes,
                new DeploymentDirectory(stories),
                new LimitTermsReader(stories),
                clock);
    }
}
