package io.affidavit.command.metrics;

import com.zaxxer.hikari.HikariDataSource;
import io.affidavit.command.evidence.EvidenceLog;
import io.affidavit.schemas.call.LeaseGuard;
import io.affidavit.schemas.value.HealthSource;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The registry that all rooms of the process count into, and the two routes that show it.
@Configuration(proxyBeanMethods = false)
public class MetricsConfiguration {

    /// What a library counts by itself is not shown: nobody has looked at its labels.
    private static final List<String> FAMILIES =
            List.of("affidavit.", "jvm.", "process.", "system.");

    @Bean(destroyMethod = "close")
    PrometheusMeterRegistry meterRegistry() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        registry.config()
                .meterFilter(
                        MeterFilter.denyUnless(
                                meter -> FAMILIES.stream().anyMatch(meter.getName()::startsWith)));
        return registry;
    }

    @Bean(destroyMethod = "close")
    ProcessMeters processMeters(MeterRegistry registry) {
        return new ProcessMeters(registry);
    }

    @Bean
    LogMeters logMeters(MeterRegistry registry, EvidenceLog log) {
        LogMeters meters = new LogMeters(registry);
        log.measure(meters);
        Gauge.builder("affidavit.append.queue.depth", log, EvidenceLog::waiting)
                .description("Appends that wait for the writer")
                .register(registry);
        return meters;
    }

    @Bean
    HealthSource evidenceHealth(LeaseGuard lease) {
        return new LeaseHealth(lease);
    }

    /// The pools of all rooms of the process, also those that take part in no injection by type.
    @Bean
    SmartInitializingSingleton poolGauges(MeterRegistry registry, ListableBeanFactory beans) {
        return () ->
                beans.getBeansOfType(DataSource.class).values().stream()
                        .filter(HikariDataSource.class::isInstance)
                        .map(HikariDataSource.class::cast)
                        .forEach(pool -> PoolGauges.register(registry, pool));
    }

    @Bean
    ActuatorController actuatorController(
            PrometheusMeterRegistry registry, List<HealthSource> sources) {
        return new ActuatorController(registry, sources);
    }
}
