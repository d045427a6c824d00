package io.affidavit.command.evidence;

import io.affidavit.command.evidence.AppendLedger.Proposal;
import io.affidavit.schemas.serial.Refusal;
import io.affidavit.schemas.value.DomainEvent;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One try to write a batch.
///
/// As long as the head is where this node left it, its memory is the truth and one statement
/// suffices. When another node moved it, the head is locked, what may have changed of what the
/// batch touches is read, and the batch is made again inside that transaction.
final class BatchAttempt {

    /// What all attempts of a node share.
    ///
    /// @param heads the head that is moved
    /// @param turn whether the head is where this node left it
    /// @param ledger books what appends move
    /// @param clock tells what time a batch may bear
    /// @param watermark how long the log was
    /// @param digest SHA-256 of the writer's thread
    /// @param statement how batches reach the database
    /// @param latecomers adds to a batch that waited for the head what was queued meanwhile
    /// @param unheard told of appends that became durable after their caller had given up
    record Means(
            HeadTable heads,
            HeadTurn turn,
            AppendLedger ledger,
            LogClock clock,
            LogWatermark watermark,
            MessageDigest digest,
            BatchStatement statement,
            Consumer<List<Append>> latecomers,
            Consumer<Append> unheard) {}

    private final Means means;
    private final List<Append> appends;
    private final BatchTopics topics;
    private final long nodeSequence;
    private final Map<Append, Placement.Placed> ends = new LinkedHashMap<>();
    private final Map<Append, Refusal> refused = new HashMap<>();
    private AppendLedger.Page page = AppendLedger.Page.BLANK;
    private @Nullable Placement placed;
    private @Nullable Head head;
    private @Nullable String written; // address of the head's row after it

    /// @param appends the batch; what can never be written is failed and taken out, and what comes
    ///   while it waits for another node joins it
    BatchAttempt(Means means, List<Append> appends, long nodeSequence) {
        this.means = means;
        this.appends = appends;
        this.topics = new BatchTopics(appends);
        this.nodeSequence = nodeSequence;
    }

    /// What was placed last, null if nothing that could have reached the log.
    @Nullable Placement placed() {
        Placement made = placed;
        return made == null || made.count() == 0 ? null : made;
    }

    /// The head as this attempt left it, null if it never got as far as one.
    @Nullable Head head() {
        Placement batch = placed();
        return batch == null || written == null ? head : batch.from().after(batch, written);
    }

    /// Writes the batch.
    ///
    /// @param mine the head as this node left it, null if it must be read
    void run(Connection connection, @Nullable Head mine) throws SQLException {
        if (mine != null && means.turn.isMine() && !needsTransaction()) {
            head = mine;
            learn(connection, mine);
            if (topics.misfits(mine).isEmpty()) {
                if (!place(connection, mine) || wrote(connection)) {
                    return;
                }
                placed = null; // another node moved the head: nothing of it was written
            }
        }
        runLocked(connection, mine);
    }

    private void runLocked(Connection connection, @Nullable Head mine) throws SQLException {
        connection.setAutoCommit(false);
        Set<UUID> aggregates = topics.unknownAggregates(mine);
        if (mine != null) {
            aggregates.addAll(topics.misfits(mine));
        }
        AppendLedger.Lookup lookup = means.ledger.lookAgain(topics.proposals());
        Head locked =
                means.heads.lock(
                        connection, means.turn, topics.organizations(), aggregates, lookup);
        if (means.watermark.isAbove(locked)) {
            refuse("the database was set back");
            connection.rollback();
            connection.setAutoCommit(true);
            return;
        }
        boolean same = mine != null && mine.isSame(locked);
        means.turn.looked(mine != null && !same);
        if (mine != null && same) {
            mine.learnFrom(locked);
            locked = mine;
        } else if (mine != null) {
            locked = locked.withStoriesOf(mine);
            means.latecomers.accept(appends);
            learn(connection, locked);
            Set<UUID> doubtful = topics.misfits(locked);
            if (!doubtful.isEmpty()) {
                HeadTable.learnSequences(connection, locked, doubtful);
            }
        }
        head = locked;
        if (place(connection, locked)) {
            page.write(connection);
            if (!wrote(connection)) {
                throw new SQLException("the locked head moved", "40001");
            }
        }
        connection.commit();
        connection.setAutoCommit(true);
    }

    private boolean wrote(Connection connection) throws SQLException {
        String pass = means.turn.pass(appends.size());
        written =
                means.statement.write(connection, batch(), page.accounts(), page.outlived(), pass);
        means.turn.wrote(!pass.isEmpty());
        return written != null;
    }

    private Placement batch() {
        Placement made = placed;
        if (made == null) {
            throw new IllegalStateException("nothing was placed");
        }
        return made;
    }

    private boolean needsTransaction() {
        return appends.stream()
                .anyMatch(append -> means.ledger.needsTransaction(append.proposal().facts()));
    }

    private void refuse(String reason) {
        appends.forEach(append -> append.fail(EvidenceFailures.unavailable(reason, null)));
        appends.clear();
        placed = null;
        written = null;
        page = AppendLedger.Page.BLANK; // what an earlier try booked is on no record
        ends.clear();
        refused.clear();
        head = null; // nothing was booked from it: the next batch looks again
    }

    /// False if nothing of the batch is left to write.
    private boolean place(Connection connection, Head from) throws SQLException {
        ends.clear();
        refused.clear();
        Instant at = means.clock.after(connection, from.at);
        if (at == null) {
            refuse("the clock is behind the log");
            return false;
        }
        Placement batch = new Placement(from, at, nodeSequence, means.digest);
        List<Proposal> proposals = topics.proposals();
        page = means.ledger.open(connection, at, proposals);
        List<DomainEvent> standing = new ArrayList<>(); // of this batch, so far
        int next = 0;
        for (Append append : List.copyOf(appends)) {
            Proposal proposal = proposals.get(next++);
            StagedEvent misfit = batch.misfit(append.events());
            if (misfit != null) {
                append.fail(EvidenceFailures.conflict(misfit));
                appends.remove(append);
                continue;
            }
            if (!AppendPremise.holds(append.premise(), connection, standing)) {
                append.fail(EvidenceFailures.outdated());
                appends.remove(append);
                continue;
            }
            switch (page.book(proposal)) {
                case AppendLedger.Ruling.Booked(Object seen, DomainEvent instead) -> {
                    append.saw(seen);
                    ends.put(append, batch.add(append.events(instead)));
                    standing.addAll(proposal.facts()); // the others are of no other kind
                }
                case AppendLedger.Ruling.Refused(Object fact, Refusal refusal) -> {
                    ends.put(append, batch.add(List.of(append.refusal(fact))));
                    refused.put(append, refusal);
                }
                case AppendLedger.Ruling.Outdated _ -> {
                    append.fail(EvidenceFailures.outdated());
                    appends.remove(append);
                }
            }
        }
        placed = batch;
        return batch.count() > 0;
    }

    /// Reads what the head does not know yet of the batch's tenants and aggregates.
    private void learn(Connection connection, Head known) throws SQLException {
        Set<String> organizations = topics.organizations();
        organizations.removeIf(organization -> known.link(organization) != null);
        if (!organizations.isEmpty()) {
            means.heads.learnLinks(connection, known, organizations);
        }
        Set<UUID> aggregates = topics.unknownAggregates(known);
        if (!aggregates.isEmpty()) {
            HeadTable.learnSequences(connection, known, aggregates);
        }
    }

    /// The batch is durable. If the head is this node's, what was booked is true from now on.
    void settle(boolean headIsMine) {
        page.durable();
        if (headIsMine) {
            page.settle();
        }
    }

    /// Tells the callers that the batch is durable.
    void acknowledge() {
        for (Map.Entry<Append, Placement.Placed> end : ends.entrySet()) {
            Append append = end.getKey();
            Refusal refusal = refused.get(append);
            if (refusal != null) {
                append.refuse(refusal.exception(), end.getValue());
            } else if (!append.succeed(end.getValue())) {
                means.unheard.accept(append);
            }
        }
    }
}
