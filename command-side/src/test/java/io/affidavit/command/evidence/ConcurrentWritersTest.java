package io.affidavit.command.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.schemas.value.CallId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Three nodes over one database.
class ConcurrentWritersTest {

    private static final int NODES = 3;
    private static final int CALLERS = 8;
    private static final int APPENDS = 40;

    @TempDir Path directory;

    @Test
    void makeOneOrderWithoutAGapThatReadersSeeAsItIs() throws Exception {
        try (TestLog logs = new TestLog(directory);
                ExecutorService threads = Executors.newCachedThreadPool()) {
            List<EvidenceLog> nodes = nodes(logs);
            int total = NODES * CALLERS * APPENDS * 2 + 1;
            Future<List<Long>> seen = threads.submit(() -> read(nodes.getFirst(), total));

            List<Future<?>> callers = new ArrayList<>();
            for (EvidenceLog node : nodes) {
                for (int i = 0; i < CALLERS; i++) {
                    String organization = "org-" + i % 5;
                    callers.add(threads.submit(() -> call(node, organization)));
                }
            }
            for (Future<?> caller : callers) {
                caller.get(120, TimeUnit.SECONDS);
            }

            assertThat(logs.verified()).hasSize(total);
            assertThat(seen.get(60, TimeUnit.SECONDS))
                    .hasSize(total)
                    .isSorted()
                    .doesNotHaveDuplicates()
                    .endsWith(total - 1L);
        }
    }

    @Test
    void letOneContinueAStoryAndFailTheOthersAlone() throws Exception {
        try (TestLog logs = new TestLog(directory);
                ExecutorService threads = Executors.newCachedThreadPool()) {
            List<EvidenceLog> nodes = nodes(logs);
            AtomicInteger conflicts = new AtomicInteger();
            List<Future<?>> callers = new ArrayList<>();
            for (int round = 0; round < 30; round++) {
                CallId contested = Facts.newCall();
                for (EvidenceLog node : nodes) {
                    callers.add(
                            threads.submit(
                                    countingConflicts(
                                            conflicts,
                                            () -> {
                                                TestLog.append(
                                                        node, Facts.refused(contested, "acme"));
                                                return null;
                                            })));
                    callers.add(
                            threads.submit(() ->
                                    TestLog.append(node, Facts.refused(Facts.newCall(), "acme"))));
                }
            }
            for (Future<?> caller : callers) {
                caller.get(60, TimeUnit.SECONDS);
            }

            assertThat(conflicts).hasValue(30 * (NODES - 1));
            assertThat(logs.verified()).hasSize(1 + 30 + 30 * NODES);
        }
    }

    private static List<EvidenceLog> nodes(TestLog logs) {
        List<EvidenceLog> nodes = new ArrayList<>();
        for (int i = 0; i < NODES; i++) {
            nodes.add(logs.node());
        }
        return nodes;
    }

    private static void call(EvidenceLog node, String organization) {
        for (int i = 0; i < APPENDS; i++) {
            TestLog.append(
                    node,
                    Facts.refused(Facts.newCall(), organization),
                    Facts.refused(Facts.newCall(), organization));
        }
    }

    private static List<Long> read(EvidenceLog node, int total) throws InterruptedException {
        List<Long> positions = new ArrayList<>();
        try (BlockingStream<TrackedEventMessage<?>> stream = node.store().openStream(null)) {
            while (positions.size() < total) {
                positions.add(stream.nextAvailable().trackingToken().position().orElseThrow());
            }
        }
        return positions;
    }

    private static Callable<Void> countingConflicts(AtomicInteger conflicts, Callable<Void> work) {
        return () -> {
            try {
                return work.call();
            } catch (ConcurrencyException e) {
                conflicts.incrementAndGet();
                return null;
            }
        };
    }
}
