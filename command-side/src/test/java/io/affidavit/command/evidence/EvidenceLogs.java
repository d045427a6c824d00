package io.affidavit.command.evidence;

import io.affidavit.schemas.evidence.RecordView;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.axonframework.eventsourcing.eventstore.EventStore;

/// [TestLog] for tests of the packages that decide.
public final class EvidenceLogs implements AutoCloseable {

    private final TestLog logs;

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
        return logs.node(logs.database.writer(), ledger, clock);
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
    }
}
