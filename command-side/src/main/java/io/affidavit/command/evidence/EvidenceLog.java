package io.affidavit.command.evidence;

import io.affidavit.schemas.evidence.Leaf;
import io.affidavit.schemas.evidence.LogGuard;
import io.affidavit.schemas.evidence.LogKeyUse;
import io.affidavit.schemas.evidence.LogOrigin;
import io.affidavit.schemas.evidence.LogPlace;
import io.affidavit.schemas.proof.Receipt;
import io.affidavit.schemas.serial.StreamName;
import io.affidavit.schemas.value.DomainEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;

/// The log of this process, put together and running: opened if need be, its writer started, its
/// event store ready.
public final class EvidenceLog implements AutoCloseable {

    private final int log;
    private final LogOrigin origin;
    private final AppendWriter writer;
    private final EvidenceEventStore store;
    private final UnheardAppends unheard;
    private final CommittedRing ring;
    private final LogListener listener;
    private final LogNotifier notifier;
    private final LogClock clock;
    private final RecordTable table;
    private final ReceiptSigner receipts;
    private final LogWatermark watermark;
    private final LogKeyring keyring;
    private final KeyDirectory keys;
    private volatile boolean ended; // another log was opened behind it

    /// Everything it is made of that is not its own.
    ///
    /// @param evidence connections as the writer's role
    /// @param vault connections as the vault's role
    /// @param keys the installation's keys
    /// @param ledger decides about appends with an alternative
    /// @param guard knows how much of the log is sealed
    /// @param clock wall clock
    public record Parts(
            DataSource evidence,
            DataSource vault,
            KeyDirectory keys,
            AppendLedger ledger,
            LogGuard guard,
            Clock clock) {}

    /// How it behaves.
    ///
    /// @param logName first segment of the origin of a log that is opened now
    /// @param queueMax most appends that may wait
    /// @param appendTimeout longest wait of a caller
    public record Settings(String logName, int queueMax, Duration appendTimeout) {}

    private EvidenceLog(Parts parts, Settings settings, String nodeId) throws SQLException {
        LogOpening.OpenLog open =
                new LogOpening(
                                parts.evidence(),
                                parts.keys(),
                                settings.logName(),
                                nodeId,
                                parts.clock())
                        .open();
        new KeyCheck(parts.vault(), parts.keys()).run();
        this.origin = open.origin();
        this.ring = new CommittedRing();
        HeadTable heads = open.heads();
        this.log = heads.log();
        Lookout lookout = new Lookout(parts.evidence(), heads, ring);
        this.listener = new LogListener(parts.evidence(), lookout);
        this.notifier = new LogNotifier(parts.evidence());
        this.clock = new LogClock(parts.clock());
        this.watermark = new LogWatermark(parts.guard());
        this.unheard = new UnheardAppends();
        LogCourse course;
        try (Connection connection = parts.evidence().getConnection()) {
            course = LogCourse.read(connection);
            lookout.look(connection);
        }
        this.writer = writer(parts, settings, heads, open.openedHere() ? 1 : 0);
        this.table = new RecordTable(parts.evidence(), heads, course);
        this.receipts = new ReceiptSigner(origin, null);
        this.keys = parts.keys();
        this.keyring =
                new LogKeyring(new LogKeyFiles(keys, origin), table, receipts, parts.clock());
        PartVault vault =
                new PartVault(
                        new KeyTable(parts.vault()),
                        parts.keys().kek(),
                        Randomness.SYSTEM,
                        parts.clock());
        EvidenceStorageEngine engine =
                new EvidenceStorageEngine(
                        new EventStager(origin, nodeId, vault), writer, table, receipts);
        this.store = EvidenceEventStore.over(engine, ring, table, lookout);
    }

    private AppendWriter writer(
            Parts parts, Settings settings, HeadTable heads, long nodeSequence) {
        WriterConnection connections = new WriterConnection(parts.evidence());
        AppendQueue queue = new AppendQueue(settings.queueMax());
        BatchAttempt.Means means =
                new BatchAttempt.Means(
                        heads,
                        new HeadTurn(heads.log()),
                        parts.ledger(),
                        clock,
                        watermark,
                        Leaf.newDigest(),
                        new BatchStatement(),
                        queue::join,
                        unheard::tell);
        return new AppendWriter(
                queue,
                new BatchWriter(connections, means, ring, notifier::appended, nodeSequence),
                connections,
                settings.appendTimeout());
    }

    /// Opens the log and starts its writer.
    ///
    /// @param nodeId this process, as records name it
    /// @throws WrongKeys if other keys than those here are in force
    public static EvidenceLog start(Parts parts, Settings settings, String nodeId)
            throws SQLException {
        EvidenceLog log = new EvidenceLog(parts, settings, nodeId);
        log.writer.start();
        log.listener.start();
        log.notifier.start();
        return log;
    }

    /// Says what this node's renewal saw of the others: only while some live are they told of
    /// appends.
    public void neighbours(Neighbours seen) {
        int newest = LogPlace.of(seen.logEnd()).log();
        ended = newest > log;
        if (newest == log) {
            ring.advanceTo(seen.logEnd());
        }
        notifier.heard(!seen.living().isEmpty());
        keyring.refreshIfDue();
    }

    /// Which keys of the log are missing on this node, for operators.
    public List<String> missingKeys() {
        return keyring.reasons();
    }

    /// Why appends are refused although the database answers, for operators; empty when all is
    /// well.
    public Optional<String> trouble() {
        return ended
                ? Optional.of("another log was opened behind " + origin + " (expected: a restart)")
                : watermark.trouble().or(clock::trouble);
    }

    /// Name of the log.
    public LogOrigin origin() {
        return origin;
    }

    /// Axon's event store over the log.
    public EventStore store() {
        return store;
    }

    /// Issues the receipt for the last record of an aggregate's story again; empty when that record
    /// tells no such event.
    ///
    /// @param isReceipted which events callers get receipts for
    public Optional<Receipt> receipt(
            StreamName story, Predicate<Class<? extends DomainEvent>> isReceipted) {
        return table.end(story)
                .filter(end -> isReceipted.test(end.event()))
                .flatMap(end -> signer(end.log()).map(by -> by.sign(end.position(), end.leaf())));
    }

    /// A log that was left is signed for by its own last key, if that is still here.
    private Optional<ReceiptSigner> signer(LogOrigin of) {
        if (of.equals(origin)) {
            return receipts.canSign() ? Optional.of(receipts) : Optional.empty();
        }
        LogKeyFiles files = new LogKeyFiles(keys, of);
        return LogKeyStory.of(of, table.story(new StreamName(LogKeyStory.TYPE, of.value()), 0))
                .keys()
                .present(LogKeyUse.RECEIPT)
                .reversed()
                .stream()
                .flatMap(key -> files.find(LogKeyUse.RECEIPT, key).stream())
                .findFirst()
                .map(key -> new ReceiptSigner(of, key.ed25519()));
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
        notifier.close();
        listener.close();
    }
}
