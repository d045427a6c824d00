package io.affidavit.edge.metrics;

import io.affidavit.edge.call.CallDispatcher;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.util.concurrent.EventExecutor;
import java.util.function.IntSupplier;

/// What the edge holds at the moment of a scrape.
public final class EdgeGauges {

    private final CallDispatcher calls;
    private final EventLoopGroup loops;

    /// Registers the gauges. The registry does not keep this alive; the caller must.
    public EdgeGauges(MeterRegistry registry, CallDispatcher calls, EventLoopGroup loops) {
        this.calls = calls;
        this.loops = loops;
        Gauge.builder("affidavit.open.requests", this, it -> it.calls.running())
                .description("Requests of the data port under way")
                .register(registry);
        Gauge.builder("affidavit.event.loop.pending.tasks", this, EdgeGauges::pendingTasks)
                .description("Tasks that wait for an event loop, all loops together")
                .register(registry);
    }

    /// Adds the open connections of one side.
    public EdgeGauges connections(MeterRegistry registry, String side, IntSupplier open) {
        Gauge.builder("affidavit.connections", open, IntSupplier::getAsInt)
                .strongReference(true)
                .description("Open connections of the edge, to clients and to providers")
                .tag("side", side)
                .register(registry);
        return this;
    }

    private double pendingTasks() {
        int sum = 0;
        for (EventExecutor loop : loops) {
            if (loop instanceof SingleThreadIoEventLoop one) {
                sum += Math.max(0, one.pendingTasks());
            }
        }
        return sum;
    }
}
