package io.affidavit.bench.append;

import io.affidavit.bench.append.AppendBench.Work;
import io.affidavit.bench.measure.Histogram;
import io.affidavit.bench.measure.MachineClock;
import io.affidavit.bench.measure.MarkdownTable;
import io.affidavit.query.evidence.tree.CheckpointReader;
import io.affidavit.query.evidence.tree.ProvenTree;
import io.affidavit.query.evidence.tree.SealedCheckpoint;
import io.affidavit.query.evidence.tree.TileReader;
import io.affidavit.schemas.proof.TlogProof;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.sql.SQLException;
import java.time.Duration;
import java.util.SplittableRandom;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/// What a proof costs as the log grows: `ProofsBench [RECORDS...]`. One proof is what the route
/// does without HTTP: read the newest checkpoint, find the path to a random record, write the text.
public final class ProofsBench {

    private static final int EVENTS = 5;
    private static final int CALLERS = 64;
    private static final int WARM_UP = 5_000;
    private static final int PROOFS = 10_000;
    private static final Duration FILL = Duration.ofSeconds(1);
    private static final long[] SIZES = {10_000, 100_000, 1_000_000};
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final SplittableRandom random = new SplittableRandom(9162);
    private final BenchLog log;
    private final JdbcClient sql;
    private final CheckpointReader checkpoints;

    private ProofsBench(BenchLog log) throws SQLException {
        this.log = log;
        // One connection stands for the pool that the reading room has.
        this.sql =
                JdbcClient.create(
                        new SingleConnectionDataSource(log.reader().getConnection(), true));
        this.checkpoints = new CheckpointReader(sql);
    }

    /// Runs it and prints a table.
    public static void main(String[] arguments) throws Exception {
        long[] sizes = SIZES;
        if (arguments.length > 0) {
            sizes = java.util.Arrays.stream(arguments).mapToLong(Long::parseLong).toArray();
        }
        try (BenchLog log = BenchLog.start()) {
            System.out.println(log.server());
            ProofsBench bench = new ProofsBench(log);
            MarkdownTable table =
                    new MarkdownTable(
                            "records", "first ms", "p50 ms", "p99 ms", "JVM µs", "other cores");
            for (long size : sizes) {
                bench.fill(size);
                bench.measure(table);
            }
            System.out.println(table);
            System.out.println("load average " + MachineClock.loadAverage());
        }
        System.exit(0); // Axon leaves a thread behind
    }

    private void fill(long size) throws InterruptedException, SQLException {
        Work work = new Work("fill", EVENTS, 0, log::appendDirectly);
        while (log.size() < size) {
            Load.run(work, CALLERS, FILL, log.processes());
        }
    }

    private void measure(MarkdownTable table) throws InterruptedException, SQLException {
        log.seal();
        long size = log.size();
        TileReader tiles = new TileReader(sql);
        long began = System.nanoTime();
        long length = prove(tiles);
        double first = (System.nanoTime() - began) / 1e6;
        for (int i = 0; i < WARM_UP; i++) {
            length += prove(tiles);
        }
        Histogram latencies = new Histogram();
        MachineClock machine = MachineClock.now();
        var before = log.processes().usage();
        long cpu = THREADS.getCurrentThreadCpuTime();
        long start = System.nanoTime();
        for (int i = 0; i < PROOFS; i++) {
            long from = System.nanoTime();
            length += prove(tiles);
            latencies.record(System.nanoTime() - from);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        cpu = THREADS.getCurrentThreadCpuTime() - cpu;
        MachineClock since = MachineClock.now().since(machine);
        double other =
                (since.busy().toNanos()
                                + since.stolen().toNanos()
                                - log.processes().usage().since(before).total().toNanos())
                        / seconds
                        / 1e9;
        if (length == 0) {
            throw new IllegalStateException("no proof was written");
        }
        table.row(
                Long.toString(size),
                rounded(first),
                rounded(latencies.quantile(0.5) / 1e6),
                rounded(latencies.quantile(0.99) / 1e6),
                Math.round(cpu / 1e3 / PROOFS),
                rounded(other));
    }

    private int prove(TileReader tiles) {
        SealedCheckpoint sealed = checkpoints.newest(null).orElseThrow();
        long position = random.nextLong(sealed.size());
        ProvenTree tree = new ProvenTree(tiles, sealed);
        return new TlogProof(position, tree.inclusion(position), sealed.note()).toString().length();
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
