package io.affidavit.command;

import io.affidavit.command.access.AccessConfiguration;
import io.affidavit.command.bundle.BundleConfiguration;
import io.affidavit.command.call.CallConfiguration;
import io.affidavit.command.evidence.AppendLedger;
import io.affidavit.command.evidence.EvidenceConfiguration;
import io.affidavit.command.evidence.EvidenceLog;
import io.affidavit.command.evidence.KeyDirectory;
import io.affidavit.command.evidence.NodeLease;
import io.affidavit.command.evidence.NodeTable;
import io.affidavit.command.limit.LimitConfiguration;
import io.affidavit.command.metrics.MetricsConfiguration;
import io.affidavit.command.openapi.OpenApiConfiguration;
import io.affidavit.command.policy.PolicyConfiguration;
import io.affidavit.command.routing.RoutingConfiguration;
import io.affidavit.command.web.WebConfiguration;
import io.affidavit.schemas.evidence.LogGuard;
import io.affidavit.schemas.value.HealthSource;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/// Wires the room. Axon orders its auto-configurations after class names of an older Spring Boot;
/// saying so here keeps it from choosing its own event store before ours is known.
@AutoConfiguration(
        beforeName = {
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
            "org.axonframework.springboot.autoconfig.EventProcessingAutoConfiguration",
            "org.axonframework.springboot.autoconfig.TransactionAutoConfiguration",
            "org.axonframework.springboot.autoconfig.NoOpTransactionAutoConfiguration",
            "org.axonframework.springboot.autoconfig.AxonServerBusAutoConfiguration",
            "org.axonframework.springboot.autoconfig.AxonAutoConfiguration"
        })
@EnableConfigurationProperties({CommandProperties.class, KeyProperties.class})
@Import({
    EvidenceConfiguration.class,
    CallConfiguration.class,
    BundleConfiguration.class,
    LimitConfiguration.class,
    AccessConfiguration.class,
    RoutingConfiguration.class,
    PolicyConfiguration.class,
    WebConfiguration.class,
    MetricsConfiguration.class,
    OpenApiConfiguration.class
})
public class CommandAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    DataSource evidenceDataSource(CommandProperties properties) {
        return CommandDatabases.evidence(properties.database());
    }

    @Bean
    DataSource vaultDataSource(CommandProperties properties) {
        return CommandDatabases.vault(properties);
    }

    @Bean
    KeyDirectory keyDirectory(KeyProperties properties) {
        return new KeyDirectory(properties.directory());
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    NodeLease nodeLease(
            @Qualifier("evidenceDataSource") DataSource evidence, CommandProperties properties) {
        return new NodeLease(evidence, NodeLease.newNode(), properties.lease());
    }

    @Bean
    NodeTable nodeTable(@Qualifier("evidenceDataSource") DataSource evidence, NodeLease lease) {
        return new NodeTable(evidence, lease);
    }

    @Bean(destroyMethod = "close")
    EvidenceLog evidenceLog(EvidenceLog.Parts parts, CommandProperties properties, NodeLease lease)
            throws SQLException {
        EvidenceLog log =
                EvidenceLog.start(
                        parts,
                        new EvidenceLog.Settings(
                                properties.logName(),
                                properties.queueMax(),
                                properties.appendTimeout()),
                        lease.node().value());
        lease.onRenewal(log::neighbours);
        return log;
    }

    @Bean
    HealthSource clockHealth(EvidenceLog log) {
        return health("clock", () -> log.trouble().stream().toList());
    }

    @Bean
    HealthSource keyHealth(EvidenceLog log) {
        return health("keys", log::missingKeys);
    }

    private static HealthSource health(String part, Supplier<List<String>> reasons) {
        return new HealthSource() {
            @Override
            public String part() {
                return part;
            }

            @Override
            public List<String> reasons() {
                return reasons.get();
            }
        };
    }

    @Bean
    EvidenceLog.Parts evidenceLogParts(
            @Qualifier("evidenceDataSource") DataSource evidence,
            @Qualifier("vaultDataSource") DataSource vault,
            KeyDirectory keys,
            AppendLedger ledger,
            ObjectProvider<LogGuard> guard,
            Clock clock) {
        return new EvidenceLog.Parts(
                evidence, vault, keys, ledger, guard.getIfAvailable(() -> LogGuard.NONE), clock);
    }
}
