package io.affidavit.bench.append;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;

/// CPU time that the sealer has used so far: its thread in this process, and the server process
/// that answers it.
///
/// @param thread of the sealer
/// @param backend of its connection
record SealCost(Duration thread, Duration backend) {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final String SEALER = "sealer";

    /// Reads both clocks of a sealer that runs; that of the backend goes by 10 ms.
    static SealCost now(BenchLog log) throws SQLException {
        long id =
                Arrays.stream(THREADS.getThreadInfo(THREADS.getAllThreadIds()))
                        .filter(thread -> thread != null && SEALER.equals(thread.getThreadName()))
                        .mapToLong(ThreadInfo::getThreadId)
                        .findFirst()
                        .orElseThrow();
        Duration backend =
                ProcessHandle.of(log.sealingBackend())
                        .flatMap(process -> process.info().totalCpuDuration())
                        .orElseThrow();
        return new SealCost(Duration.ofNanos(THREADS.getThreadCpuTime(id)), backend);
    }

    /// What was used since `earlier`.
    SealCost since(SealCost earlier) {
        return new SealCost(thread.minus(earlier.thread), backend.minus(earlier.backend));
    }
}
