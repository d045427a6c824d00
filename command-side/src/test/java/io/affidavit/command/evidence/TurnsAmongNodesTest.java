package io.affidavit.command.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two nodes that take turns at one head, over a real database.
class TurnsAmongNodesTest {

    private static final int CALLERS = 24; // a node
    private static final int APPENDS = 25; // a caller
    private static final String HELD =
            "select count(*) from pg_locks where locktype = 'advisory'"
                    + " and database = (select oid from pg_database"
                    + " where datname = current_database())";

    @TempDir Path directory;

    @Test
    void isGivenBackWhenNothingFollowsABusyBatch() throws Exception {
        try (TestLog logs = new TestLog(directory)) {
            EvidenceLog busy = logs.node();
            EvidenceLog other = logs.node();
            for (EvidenceLog node : List.of(busy, other, busy, other)) {
                TestLog.append(node, Facts.refused(Facts.newCall(), "acme"));
            }
            try (Blockade blockade = Blockade.of(logs)) {
                List<CompletableFuture<Void>> appends = new ArrayList<>();
                for (int i = 0; i < CALLERS; i++) {
                    appends.add(blockade.behind(() -> append(busy, 1)));
                }
                blockade.lift();
                for (CompletableFuture<Void> append : appends) {
                    append.get(10, TimeUnit.SECONDS);
                }
            }

            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            while (logs.count(HELD) > 0 && System.nanoTime() < deadline) {
                Thread.onSpinWait(); // until the writer notices that nothing follows
            }
            assertThat(logs.count(HELD)).isZero();
            assertThat(logs.verified()).hasSize(1 + 4 + CALLERS);
        }
    }

    @Test
    void waitsInVainForOneWhoKeepsItAndWritesAllTheSame() throws Exception {
        try (TestLog logs = new TestLog(directory);
                Connection idler = logs.database.superuser().getConnection();
                Statement statement = idler.createStatement()) {
            HeadTurn turn = new HeadTurn((short) 0);
            turn.looked(true);
            statement.execute(turn.take());

            appendAtOnce(List.of(logs.node(), logs.node()));

            assertThat(logs.verified()).hasSize(1 + 2 * CALLERS * APPENDS);
            assertThat(logs.count(HELD)).isOne();
        }
    }

    private static void appendAtOnce(List<EvidenceLog> nodes) throws Exception {
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<?>> callers = new ArrayList<>();
            for (EvidenceLog node : nodes) {
                for (int i = 0; i < CALLERS; i++) {
                    callers.add(threads.submit(() -> append(node, APPENDS)));
                }
            }
            for (Future<?> caller : callers) {
                caller.get(60, TimeUnit.SECONDS);
            }
        }
    }

    private static void append(EvidenceLog node, int times) {
        for (int i = 0; i < times; i++) {
            TestLog.append(node, Facts.refused(Facts.newCall(), "acme"));
        }
    }
}
