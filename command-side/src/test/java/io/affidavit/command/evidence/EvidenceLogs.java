package io.affidavit.command.evidence;

import io.affidavit.schemas.evidence.RecordView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.jspecify.annotations.Nullable;

/// [TestLog] for tests of the packages that decide.
public final class EvidenceLogs implements AutoCloseable {

    private final TestLog logs;
    private @Nullable CuttingProxy proxy;

    /// A fresh database and keys in an empty folder.
    public EvidenceLogs(Path directory) {
        this.logs = new TestLog(directory);
    }

    /// The event store of one more node.
    public EventStore node() {
        return logs.node().store();
    }

    /// One more node.
    public EvidenceLog start() {
        return logs.node();
    }

    /// One more node, with accounts and a clock of its own.
    public EvidenceLog start(AppendLedger ledger, Clock clock) {
        CuttingProxy between = proxy;
        return logs.node(
                between == null ? logs.database.writer() : between.writer(), ledger, clock);
    }

    /// Puts something between the database and the nodes that start from now on.
    public void putProxyBetween() throws IOException {
        proxy = CuttingProxy.before(logs.database);
    }

    /// The next answer of the database is lost, and the connection with it.
    public void loseNextAnswer() {
        Objects.requireNonNull(proxy).set(CuttingProxy.Mode.LOSE_ANSWER);
    }

    /// All records, after the whole log was verified.
    public List<RecordView> verified() {
        return logs.verified();
    }

    /// Runs an append that the database holds up until its caller has given up.
    public CompletableFuture<Void> giveUpInFlight(Runnable append) throws SQLException {
        try (Blockade blockade = Blockade.of(logs)) {
            CompletableFuture<Void> outcome = blockade.behind(append);
            outcome.handle((done, failure) -> null).join();
            blockade.lift();
            return outcome;
        }
    }

    /// Connections of the appending role.
    public DataSource evidence() {
        return logs.database.writer();
    }

    /// Connections that may do anything.
    public DataSource superuser() {
        return logs.database.superuser();
    }

    /// Makes the database refuse records as if its disk were full, or stop refusing.
    public void failAppends(boolean fail) {
        if (fail) {
            logs.database
                    .below()
                    .execute(
                            "create function evidence.full() returns trigger language plpgsql as $$"
                                    + " begin raise exception 'no space' using errcode = '53100';"
                                    + " end $$",
                            "create trigger full_disk before insert on evidence.record"
                                    + " for each row execute function evidence.full()");
        } else {
            logs.database
                    .below()
                    .execute(
                            "drop trigger full_disk on evidence.record",
                            "drop function evidence.full()");
        }
    }

    /// The types of a call's records in order, after the whole log was verified.
    public List<String> types(String call) {
        return logs.verified().stream()
                .filter(record -> call.equals(record.call()))
                .map(RecordView::type)
                .toList();
    }

    @Override
    public void close() {
        logs.close();
        if (proxy != null) {
            try {
                proxy.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
