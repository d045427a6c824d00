package io.affidavit.command.evidence;

import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One try to write a batch.
///
/// As long as the head is where this node left it, its memory is the truth and one statement
/// suffices. When another node moved it, the head is locked, what the batch touches is read, and
/// the batch is made again inside that transaction.
final class BatchAttempt {

    private static final Logger log = LoggerFactory.getLogger(BatchAttempt.class);
    private static final Duration MAX_SKEW = Duration.ofSeconds(2);

    /// What all attempts of a node share.
    ///
    /// @param gate asked about appends that carry an alternative
    /// @param clock wall clock
    /// @param digest SHA-256 of the writer's thread
    /// @param statement how batches reach the database
    /// @param unheard told of appends that became durable after their caller had given up
    record Means(
            AppendGate gate,
            Clock clock,
            MessageDigest digest,
            BatchStatement statement,
            Consumer<Append> unheard) {}

    private final Means means;
    private final List<Append> appends;
    private final long nodeSequence;
    private final Map<Append, Long> firstPositions = new LinkedHashMap<>();
    private final Set<Append> refused = new HashSet<>();
    private @Nullable Placement placed;
    private @Nullable Head head;

    /// @param appends the batch; what can never be written is failed and taken out
    BatchAttempt(Means means, List<Append> appends, long nodeSequence) {
        this.means = means;
        this.appends = appends;
        this.nodeSequence = nodeSequence;
    }

    /// What was placed last, null if nothing that could have reached the log.
    @Nullable Placement placed() {
        Placement made = placed;
        return made == null || made.count() == 0 ? null : made;
    }

    /// The head the batch was placed from.
    @Nullable Head head() {
        return head;
    }

    /// Writes the batch.
    ///
    /// @param mine the head as this node left it, null if it must be read
    void run(Connection connection, @Nullable Head mine) throws SQLException {
        if (mine != null && !asksTheGate()) {
            head = mine;
            learn(connection, mine, false);
            if (continuesItsStories(mine)) {
                if (!place(mine, new BitSet()) || means.statement.write(connection, batch())) {
                    return;
                }
                placed = null; // another node moved the head: nothing of it was written
            }
        }
        runLocked(connection, mine);
    }

    /// Whether all fits what this node remembers. If not, it may only remember too little: another
    /// node may have continued a story that was then read here, so the lock has the last word.
    private boolean continuesItsStories(Head mine) {
        Map<UUID, Integer> tentative = new HashMap<>();
        return appends.stream()
                .allMatch(append -> Placement.misfit(append.events(), tentative, mine) == null);
    }

    private void runLocked(Connection connection, @Nullable Head mine) throws SQLException {
        connection.setAutoCommit(false);
        Head read = HeadTable.read(connection, true);
        Head locked = mine != null && isSame(mine, read) ? mine : read;
        head = locked;
        learn(connection, locked, true);
        BitSet refusals = asksTheGate() ? means.gate.refused(connection, requests()) : new BitSet();
        if (place(locked, refusals) && !means.statement.write(connection, batch())) {
            throw new SQLException("the locked head moved", "40001");
        }
        connection.commit();
        connection.setAutoCommit(true);
    }

    private static boolean isSame(Head mine, Head read) {
        return mine.size == read.size && Arrays.equals(mine.previous, read.previous);
    }

    private Placement batch() {
        Placement made = placed;
        if (made == null) {
            throw new IllegalStateException("nothing was placed");
        }
        return made;
    }

    private boolean asksTheGate() {
        return !means.gate.equals(AppendGate.OPEN)
                && appends.stream().anyMatch(append -> append.alternative() != null);
    }

    private List<AppendGate.Request> requests() {
        List<AppendGate.Request> requests = new ArrayList<>();
        for (Append append : appends) {
            if (append.alternative() != null) {
                StagedEvent event = append.events().getFirst();
                requests.add(
                        new AppendGate.Request(
                                event.organization(), event.type(), event.live().getPayload()));
            }
        }
        return requests;
    }

    /// False if nothing of the batch is left to write.
    private boolean place(Head from, BitSet refusals) {
        firstPositions.clear();
        refused.clear();
        Instant at = time(from);
        if (at == null) {
            return false;
        }
        Placement batch = new Placement(from, at, nodeSequence, means.digest);
        int asked = 0;
        for (Append append : List.copyOf(appends)) {
            Append.StagedAlternative other = append.alternative();
            boolean isRefused = other != null && refusals.get(asked++);
            List<StagedEvent> events =
                    isRefused && other != null ? other.events() : append.events();
            StagedEvent misfit = batch.misfit(events);
            if (misfit != null) {
                append.fail(EvidenceFailures.conflict(misfit));
                appends.remove(append);
                continue;
            }
            firstPositions.put(append, batch.add(events));
            if (isRefused) {
                refused.add(append);
            }
        }
        placed = batch;
        return batch.count() > 0;
    }

    /// Time of the batch, null if the clock is too far behind to be believed.
    private @Nullable Instant time(Head from) {
        Instant now = means.clock.instant().truncatedTo(ChronoUnit.MICROS);
        if (now.isBefore(from.at.minus(MAX_SKEW))) {
            log.atWarn()
                    .addKeyValue("clock", now)
                    .addKeyValue("head", from.at)
                    .log("append refused: the clock is behind the log");
            for (Append append : appends) {
                append.fail(EvidenceFailures.unavailable("the clock is behind the log", null));
            }
            appends.clear();
            placed = null;
            return null;
        }
        return now.isBefore(from.at) ? from.at : now;
    }

    /// Reads what the head does not know yet of the batch's tenants and aggregates. Under the lock
    /// first events are looked up too, so that a collision is found before the index finds it.
    private void learn(Connection connection, Head known, boolean thorough) throws SQLException {
        Set<String> organizations = new HashSet<>();
        Set<UUID> aggregates = new HashSet<>();
        Set<UUID> begun = new HashSet<>();
        for (Append append : appends) {
            for (StagedEvent event : append.possibleEvents()) {
                String organization = event.organization();
                if (organization != null && known.link(organization) == null) {
                    organizations.add(organization);
                }
                UUID aggregate = event.aggregate();
                if (event.sequence() == 0 && !thorough) {
                    begun.add(aggregate);
                } else if (known.lastSequence(aggregate) == null && !begun.contains(aggregate)) {
                    aggregates.add(aggregate);
                }
            }
        }
        if (!organizations.isEmpty()) {
            HeadTable.learnLinks(connection, known, organizations);
        }
        if (!aggregates.isEmpty()) {
            HeadTable.learnSequences(connection, known, aggregates);
        }
    }

    /// Tells the callers that the batch is durable.
    void acknowledge() {
        for (Map.Entry<Append, Long> placement : firstPositions.entrySet()) {
            Append append = placement.getKey();
            Append.StagedAlternative other = append.alternative();
            if (other != null && refused.contains(append)) {
                append.fail(other.meaning().refusal());
            } else if (!append.succeed(placement.getValue())) {
                means.unheard.accept(append);
            }
        }
    }
}
