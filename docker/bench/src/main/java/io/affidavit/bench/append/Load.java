package io.affidavit.bench.append;

import io.affidavit.bench.append.AppendBench.Work;
import io.affidavit.bench.measure.Histogram;
import io.affidavit.bench.measure.MachineClock;
import io.affidavit.bench.measure.ProcessTree;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Callers on virtual threads, as the gateway has them, and what they saw.
final class Load {

    private static final double MILLION = 1_000_000;

    private Load() {}

    /// What one window showed.
    record Result(
            Work work,
            double seconds,
            Histogram latencies,
            ProcessTree.Usage used,
            MachineClock machine) {

        Object[] cells() {
            long appends = latencies.count();
            return new Object[] {
                work.name(),
                Math.round(appends * work.events() / seconds),
                Math.round(appends / seconds),
                millis(0.5),
                millis(0.99),
                Math.round(used.root().toNanos() / 1_000.0 / appends),
                Math.round(used.below().toNanos() / 1_000.0 / appends),
                Math.round(otherCores() * 100) / 100.0
            };
        }

        /// Cores that were busy with something else.
        double otherCores() {
            return machine.busy().plus(machine.stolen()).minus(used.total()).toNanos()
                    / seconds
                    / 1e9;
        }

        private double millis(double share) {
            return Math.round(latencies.quantile(share) / MILLION * 100) / 100.0;
        }
    }

    /// Runs one window. With a rate, an append is due at its own time whoever is late, and its
    /// latency counts from then.
    static Result run(Work work, int callers, Duration duration, ProcessTree processes)
            throws InterruptedException {
        long start = System.nanoTime();
        long end = start + duration.toNanos();
        ProcessTree.Usage before = processes.usage();
        MachineClock machine = MachineClock.now();
        AtomicLong ticket = new AtomicLong();
        List<Histogram> histograms = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            Histogram own = new Histogram();
            histograms.add(own);
            threads.add(Thread.ofVirtual().start(() -> call(work, start, end, ticket, own)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        Histogram all = new Histogram();
        histograms.forEach(all::add);
        return new Result(
                work,
                seconds,
                all,
                processes.usage().since(before),
                MachineClock.now().since(machine));
    }

    private static void call(Work work, long start, long end, AtomicLong ticket, Histogram own) {
        while (true) {
            long due = System.nanoTime();
            if (work.rate() > 0) {
                due = start + ticket.getAndIncrement() * 1_000_000_000L / work.rate();
                while (due > System.nanoTime() && due < end) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
            }
            if (due >= end) {
                return;
            }
            work.append().run();
            own.record(System.nanoTime() - due);
        }
    }
}
