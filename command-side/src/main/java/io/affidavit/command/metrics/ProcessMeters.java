package io.affidavit.command.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.lang.management.ManagementFactory;
import java.util.Objects;
import jdk.management.VirtualThreadSchedulerMXBean;
import org.jspecify.annotations.Nullable;

/// What every JVM can say of itself, and which build it runs.
final class ProcessMeters implements AutoCloseable {

    private final JvmGcMetrics garbage = new JvmGcMetrics();
    private final VirtualThreadSchedulerMXBean virtualThreads =
            ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class);

    ProcessMeters(MeterRegistry registry) {
        garbage.bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        Gauge.builder(
                        "affidavit.virtual.threads",
                        virtualThreads,
                        VirtualThreadSchedulerMXBean::getMountedVirtualThreadCount)
                .description("Virtual threads that run or wait to run; parked ones are free")
                .tag("state", "mounted")
                .register(registry);
        Gauge.builder(
                        "affidavit.virtual.threads",
                        virtualThreads,
                        VirtualThreadSchedulerMXBean::getQueuedVirtualThreadCount)
                .description("Virtual threads that run or wait to run; parked ones are free")
                .tag("state", "queued")
                .register(registry);
        Gauge.builder("affidavit.build.info", () -> 1)
                .description("Always 1; the labels say which build runs on which Java")
                .tag("version", version())
                .tag("java", Runtime.version().toString())
                .register(registry);
    }

    /// Stops listening for collections.
    @Override
    public void close() {
        garbage.close();
    }

    private static String version() {
        @Nullable String version = ProcessMeters.class.getPackage().getImplementationVersion();
        return Objects.requireNonNullElse(version, "unpackaged");
    }
}
