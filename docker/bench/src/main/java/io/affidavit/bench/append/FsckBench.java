package io.affidavit.bench.append;

import io.affidavit.bench.append.AppendBench.Work;
import io.affidavit.bench.measure.MachineClock;
import io.affidavit.bench.measure.MarkdownTable;
import io.affidavit.replay.fsck.AuditedLog;
import io.affidavit.replay.fsck.Fsck;
import io.affidavit.replay.verify.Failures;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// The audit benchmark: `FsckBench [RECORDS [ROUNDS]]`. First a log at rest, then one that is
/// appended to at 5,000 events/s while audits follow each other without a pause.
public final class FsckBench {

    private static final int EVENTS = 5;
    private static final int APPENDS = 1_000;
    private static final int CALLERS = 64;
    private static final Duration FILL = Duration.ofSeconds(5);
    private static final Duration WINDOW = Duration.ofSeconds(15);
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final BenchLog log;
    private final int rounds;

    private FsckBench(BenchLog log, int rounds) {
        this.log = log;
        this.rounds = rounds;
    }

    /// Runs it and prints two tables.
    public static void main(String[] arguments) throws Exception {
        int records = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 500_000;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        try (BenchLog log = BenchLog.start()) {
            System.out.println(log.server());
            FsckBench bench = new FsckBench(log, rounds);
            bench.fill(records);
            System.out.println(bench.atRest());
            System.out.println(bench.alive());
            System.out.println("load average " + MachineClock.loadAverage());
        }
        System.exit(0); // Axon leaves a thread behind
    }

    private void fill(int records) throws InterruptedException {
        Work work = new Work("fill", EVENTS, 0, log::appendWithPart);
        long written = 0;
        while (written < records) {
            written += EVENTS * Load.run(work, CALLERS, FILL, log.processes()).latencies().count();
        }
    }

    private MarkdownTable atRest() throws SQLException, IOException {
        MarkdownTable table =
                new MarkdownTable("at rest", "records", "auditor's CPU µs", "per CPU s", "per s");
        for (int round = 0; round <= rounds; round++) {
            long cpu = THREADS.getCurrentThreadCpuTime();
            long began = System.nanoTime();
            long records = audit();
            cpu = THREADS.getCurrentThreadCpuTime() - cpu;
            long took = System.nanoTime() - began;
            table.row(
                    round == 0 ? "cold" : Integer.toString(round),
                    records,
                    Math.round(cpu / 10.0 / records) / 100.0,
                    Math.round(1e9 * records / cpu),
                    Math.round(1e9 * records / took));
        }
        return table;
    }

    private MarkdownTable alive() throws InterruptedException {
        MarkdownTable table =
                new MarkdownTable(
                        "alive",
                        "events/s",
                        "appends/s",
                        "p50 ms",
                        "p99 ms",
                        "JVM µs",
                        "PostgreSQL µs",
                        "other cores");
        for (int round = 0; round < rounds; round++) {
            table.row(window("alone").cells());
            AtomicBoolean over = new AtomicBoolean();
            AtomicInteger audits = new AtomicInteger();
            Thread auditor = Thread.ofPlatform().start(() -> auditOn(over, audits));
            Load.Result audited = window("audited");
            over.set(true);
            auditor.join();
            table.row(audited.cells());
            System.out.println("audits that ended in round " + round + ": " + audits);
        }
        return table;
    }

    private Load.Result window(String name) throws InterruptedException {
        return Load.run(
                new Work(name, EVENTS, APPENDS, log::appendWithPart),
                CALLERS,
                WINDOW,
                log.processes());
    }

    private void auditOn(AtomicBoolean over, AtomicInteger audits) {
        try {
            while (!over.get()) {
                audit();
                audits.incrementAndGet();
            }
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private long audit() throws SQLException, IOException {
        Failures failures =
                new Failures(failure -> {
                    throw new IllegalStateException(failure.line());
                });
        return new Fsck(log.reader(), failures, (_, _) -> {})
                .run().stream().mapToLong(AuditedLog::size).sum();
    }
}
