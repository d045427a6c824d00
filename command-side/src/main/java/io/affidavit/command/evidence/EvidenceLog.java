package io.affidavit.command.evidence;

import io.affidavit.schemas.evidence.Leaf;
import io.affidavit.schemas.evidence.LogOrigin;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;

/// The log of this process, put together and running: opened if need be, its writer started, its
/// event store ready.
public final class EvidenceLog implements AutoCloseable {

    private final LogOrigin origin;
    private final AppendWriter writer;
    private final EvidenceEventStore store;
    private final UnheardAppends unheard;

    /// Everything it is made of that is not its own.
    ///
    /// @param evidence connections as the writer's role
    /// @param vault connections as the vault's role
    /// @param keys the installation's keys
    /// @param gate decides about appends with an alternative
    /// @param clock wall clock
    public record Parts(
            DataSource evidence,
            DataSource vault,
            KeyDirectory keys,
            AppendGate gate,
            Clock clock) {}

    /// How it behaves.
    ///
    /// @param logName first segment of the origin of a log that is opened now
    /// @param queueMax most appends that may wait
    /// @param appendTimeout longest wait of a caller
    public record Settings(String logName, int queueMax, Duration appendTimeout) {}

    private EvidenceLog(
            LogOrigin origin,
            AppendWriter writer,
            EvidenceEventStore store,
            UnheardAppends unheard) {
        this.origin = origin;
        this.writer = writer;
        this.store = store;
        this.unheard = unheard;
    }

    /// Opens the log and starts its writer.
    ///
    /// @param nodeId this process, as records name it
    public static EvidenceLog start(Parts parts, Settings settings, String nodeId)
            throws SQLException {
        LogOpening.OpenLog open =
                new LogOpening(
                                parts.evidence(),
                                parts.keys(),
                                settings.logName(),
                                nodeId,
                                parts.clock())
                        .open();
        CommittedRing ring = new CommittedRing();
        try (Connection connection = parts.evidence().getConnection()) {
            ring.advanceTo(HeadTable.size(connection));
        }
        UnheardAppends unheard = new UnheardAppends();
        WriterConnection connections = new WriterConnection(parts.evidence());
        BatchWriter batches =
                new BatchWriter(
                        connections,
                        new BatchAttempt.Means(
                                parts.gate(),
                                parts.clock(),
                                Leaf.newDigest(),
                                new BatchStatement(),
                                unheard::tell),
                        ring,
                        open.openedHere() ? 1 : 0);
        AppendWriter writer =
                new AppendWriter(
                        new AppendQueue(settings.queueMax()),
                        batches,
                        connections,
                        settings.appendTimeout());
        RecordTable table = new RecordTable(parts.evidence());
        PartVault vault =
                new PartVault(
                        new KeyTable(parts.vault()),
                        parts.keys().kek(),
                        Randomness.SYSTEM,
                        parts.clock());
        EvidenceStorageEngine engine =
                new EvidenceStorageEngine(
                        new EventStager(open.origin(), nodeId, vault), writer, table);
        writer.start();
        return new EvidenceLog(
                open.origin(), writer, EvidenceEventStore.over(engine, ring, table), unheard);
    }

    /// Name of the log.
    public LogOrigin origin() {
        return origin;
    }

    /// Axon's event store over the log.
    public EventStore store() {
        return store;
    }

    /// Has somebody told of each event that became durable after its caller had given up; on a
    /// thread of its own, so that it may append.
    public void onUnheard(Consumer<DomainEventMessage<?>> listener) {
        unheard.listen(listener);
    }

    /// Has appends and records counted from now on.
    public void measure(AppendMeter by) {
        writer.measure(by);
    }

    /// Appends that wait for the writer.
    public int waiting() {
        return writer.waiting();
    }

    /// Writes what is queued and ends.
    @Override
    public void close() {
        writer.close();
    }
}
