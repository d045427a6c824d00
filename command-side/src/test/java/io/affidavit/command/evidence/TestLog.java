package io.affidavit.command.evidence;

import io.affidavit.command.CommandDatabase;
import io.affidavit.command.TestKeys;
import io.affidavit.schemas.evidence.Leaf;
import io.affidavit.schemas.evidence.LogGuard;
import io.affidavit.schemas.evidence.RecordView;
import io.affidavit.schemas.value.Digest;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;

/// Running logs over one test database, one for each pretended node, and an independent look at
/// what they wrote.
final class TestLog implements AutoCloseable {

    private static final AtomicInteger NODES = new AtomicInteger();

    final CommandDatabase database = CommandDatabase.create();
    private final Path keys;
    private final List<EvidenceLog> running = new ArrayList<>();

    TestLog(Path directory) {
        this.keys = TestKeys.in(directory);
    }

    EvidenceLog node() {
        return node(database.writer(), AppendLedger.NONE, Clock.systemUTC());
    }

    EvidenceLog node(DataSource evidence, AppendLedger gate, Clock clock) {
        return node(evidence, gate, LogGuard.NONE, clock);
    }

    EvidenceLog node(DataSource evidence, AppendLedger gate, LogGuard guard, Clock clock) {
        try {
            EvidenceLog log =
                    EvidenceLog.start(
                            new EvidenceLog.Parts(
                                    evidence,
                                    database.vault(),
                                    new KeyDirectory(keys),
                                    gate,
                                    guard,
                                    clock),
                            new EvidenceLog.Settings("test.local", 4_096, Duration.ofSeconds(5)),
                            String.format("node%012d", NODES.incrementAndGet()));
            running.add(log);
            return log;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Appends events of one aggregate as one unit of work would.
    static void append(EvidenceLog log, DomainEventMessage<?>... events) {
        log.store().publish(List.of(events));
    }

    static DomainEventMessage<?> event(String type, String id, long sequence, Object payload) {
        return new GenericDomainEventMessage<>(type, id, sequence, payload);
    }

    /// Every record, after checking positions, chain, tenants' chains, aggregates and head.
    List<RecordView> verified() {
        List<RecordView> records = new ArrayList<>();
        Map<String, byte[]> tenants = new HashMap<>();
        Map<String, Long> sequences = new HashMap<>();
        try (Connection connection = database.superuser().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "select pos, rec, leaf, agg, agg_seq, org, type"
                                        + " from evidence.record order by log, pos")) {
            byte[] previous = null;
            while (rows.next()) {
                byte[] rec = rows.getBytes(2);
                RecordView view = RecordView.parse(rec);
                previous = previous == null ? Leaf.genesis(view.log()) : previous;
                check(view.pos() == records.size() && rows.getLong(1) == view.pos(), "position");
                check(view.prev().equals(Digest.of(previous)), "chain");
                previous = Leaf.leaf(rec);
                check(Digest.of(previous).equals(Digest.of(rows.getBytes(3))), "leaf");
                check(rows.getString(7).equals(view.type()), "type");
                check(
                        rows.getString(4)
                                .equals(
                                        AggregateKey.of(view.agg().type(), view.agg().id())
                                                .toString()),
                        "agg");
                String aggregate = view.agg().type() + ' ' + view.agg().id();
                check(
                        sequences.merge(aggregate, 0L, (last, zero) -> last + 1)
                                == view.agg().sequence(),
                        "agg.seq of " + aggregate);
                checkTenant(view, rows.getString(6), previous, tenants);
                records.add(view);
            }
            checkHead(records.size(), previous);
            return records;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    long count(String sql) {
        try (Connection connection = database.superuser().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void checkTenant(
            RecordView view, String column, byte[] leaf, Map<String, byte[]> tenants) {
        if (view.org() == null) {
            check(column == null, "org column");
            return;
        }
        check(view.org().id().equals(column), "org column");
        byte[] before = tenants.put(column, leaf);
        check(
                view.org().previous().equals(before == null ? Digest.ZERO : Digest.of(before)),
                "org.prev");
    }

    private void checkHead(long size, byte[] previous) throws SQLException {
        try (Connection connection = database.superuser().getConnection()) {
            Head head = HeadTable.current(connection).read(connection, false);
            check(head.size == size, "head size " + head.size + " of " + size);
            check(Digest.of(head.previous).equals(Digest.of(previous)), "head prev");
            check(head.frontier.size() == size, "frontier");
        }
    }

    private static void check(boolean good, String what) {
        if (!good) {
            throw new AssertionError(what + " is wrong");
        }
    }

    @Override
    public void close() {
        running.forEach(EvidenceLog::close);
        database.close();
    }
}
