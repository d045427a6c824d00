package io.affidavit.command.metrics;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// Connections of one database pool, asked at each scrape; the pool itself counts nothing for it.
final class PoolGauges {

    private static final String HELP =
            "Connections of a database pool; waiting are threads that want one";

    private PoolGauges() {}

    static void register(MeterRegistry registry, HikariDataSource pool) {
        gauge(registry, pool, "active", HikariPoolMXBean::getActiveConnections);
        gauge(registry, pool, "idle", HikariPoolMXBean::getIdleConnections);
        gauge(registry, pool, "waiting", HikariPoolMXBean::getThreadsAwaitingConnection);
        Gauge.builder(
                        "affidavit.database.connections.max",
                        pool,
                        HikariDataSource::getMaximumPoolSize)
                .description("Most connections of a database pool")
                .tag("pool", pool.getPoolName())
                .register(registry);
    }

    private static void gauge(
            MeterRegistry registry,
            HikariDataSource pool,
            String state,
            ToIntFunction<HikariPoolMXBean> count) {
        Gauge.builder("affidavit.database.connections", pool, it -> count(it, count))
                .description(HELP)
                .tag("pool", pool.getPoolName())
                .tag("state", state)
                .register(registry);
    }

    /// A pool that nobody has asked for a connection yet has none.
    private static int count(HikariDataSource pool, ToIntFunction<HikariPoolMXBean> count) {
        @Nullable HikariPoolMXBean running = pool.getHikariPoolMXBean();
        return running == null ? 0 : count.applyAsInt(running);
    }
}
