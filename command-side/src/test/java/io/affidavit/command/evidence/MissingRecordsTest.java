package io.affidavit.command.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.awaitility.Awaitility;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What one node's readers ask the database for when another node has appended.
class MissingRecordsTest {

    private static final String WAITING =
            "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                    + " and query like '%from evidence.record%'";

    @TempDir Path directory;

    /// The table is closed while they ask, so that both would stand before it.
    @Test
    void areAskedForOnceByAllReaders() throws Exception {
        try (TestLog logs = new TestLog(directory);
                Connection closing = logs.database.superuser().getConnection()) {
            EvidenceLog other = logs.node();
            EvidenceLog node = logs.node();
            List<FutureTask<List<Long>>> readers = List.of(reader(node, 3), reader(node, 3));
            TestLog.append(other, Facts.refused(Facts.newCall(), "acme"));
            TestLog.append(other, Facts.refused(Facts.newCall(), "acme"));
            closing.setAutoCommit(false);
            try (Statement close = closing.createStatement()) {
                close.execute("lock table evidence.record in access exclusive mode");
            }

            Thread.ofPlatform().daemon().start(readers.getFirst());
            Awaitility.await().until(() -> waiting(logs) == 1);
            Thread second = Thread.ofPlatform().daemon().start(readers.getLast());
            Awaitility.await().until(() -> second.getState() == Thread.State.WAITING);
            assertThat(waiting(logs)).isEqualTo(1);

            closing.rollback();
            for (FutureTask<List<Long>> reader : readers) {
                assertThat(reader.get()).containsExactly(0L, 1L, 2L);
            }
        }
    }

    private static FutureTask<List<Long>> reader(EvidenceLog node, int total) {
        return new FutureTask<>(() -> {
            List<Long> places = new ArrayList<>();
            try (BlockingStream<TrackedEventMessage<?>> stream = node.store().openStream(null)) {
                while (places.size() < total) {
                    places.add(stream.nextAvailable().trackingToken().position().orElseThrow());
                }
            }
            return places;
        });
    }

    private static long waiting(TestLog logs) throws SQLException {
        try (Connection connection = logs.database.superuser().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(WAITING)) {
            row.next();
            return row.getLong(1);
        }
    }
}
