package io.affidavit.command.evidence;

import io.affidavit.schemas.evidence.Frontier;
import io.affidavit.schemas.evidence.LogKeyUse;
import io.affidavit.schemas.evidence.LogKeys;
import io.affidavit.schemas.evidence.LogOpened;
import io.affidavit.schemas.evidence.LogOrigin;
import io.affidavit.schemas.evidence.LostTail;
import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.RecordTime;
import io.affidavit.schemas.evidence.RetentionClass;
import io.affidavit.schemas.evidence.SealedPart;
import io.affidavit.schemas.evidence.VerifierKey;
import io.affidavit.schemas.serial.Actor;
import io.affidavit.schemas.serial.StreamName;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.NodeId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import javax.sql.DataSource;

/// Opens another log behind one that lost records for good, in one transaction with the end of all
/// earlier ones. While nothing runs.
public final class LogRecovery {

    private static final String LIVING =
            "select id from evidence.node where lease_until > clock_timestamp() limit 1";
    private static final String HEADS =
            "select log, size, frontier, at from evidence.head order by log for update";
    private static final String CLOSE = "update evidence.head set fence = ? where log < ?";

    private final DataSource evidence;
    private final DataSource vault;
    private final KeyDirectory keys;
    private final Clock clock;

    /// @param evidence connections as the writer's role
    /// @param vault connections as the vault's role
    /// @param keys the installation's keys; those of the log open the new one
    public LogRecovery(DataSource evidence, DataSource vault, KeyDirectory keys, Clock clock) {
        this.evidence = evidence;
        this.vault = vault;
        this.keys = keys;
        this.clock = clock;
    }

    /// Declares the loss.
    ///
    /// @param lost all earlier logs as they were found, in their order
    /// @param signers keys that signed the last of them, the older ones first
    /// @param reason why, for the record
    /// @return name of the log that was opened
    /// @throws WrongKeys if `pepper` or `kek` is not the installation's, or a key of the log is
    ///   gone
    /// @throws IllegalStateException if a node lives, or the database is not as it was found
    public LogOrigin declare(List<LostTail> lost, List<VerifierKey> signers, String reason)
            throws SQLException {
        new KeyCheck(vault, keys).run();
        try (Connection connection = evidence.getConnection()) {
            connection.setAutoCommit(false);
            try {
                LogOrigin opened = declare(connection, lost, signers, reason);
                connection.commit();
                return opened;
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    private LogOrigin declare(
            Connection connection, List<LostTail> lost, List<VerifierKey> signers, String reason)
            throws SQLException {
        refuseWhileNodesLive(connection);
        Instant last = requireAsFound(connection, lost);
        Instant clocked = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Instant now = clocked.isBefore(last) ? last : clocked;
        LostTail predecessor = lost.getLast();
        short log = (short) (predecessor.log() + 1);
        String before = predecessor.origin();
        LogOrigin origin = OpeningRecord.newOrigin(before.substring(0, before.indexOf('/')), now);
        String eventId = UuidV7Identifiers.next().toString();
        SealedPart why =
                new PartVault(new KeyTable(vault), keys.kek(), Randomness.SYSTEM, clock)
                        .seal(
                                origin,
                                eventId,
                                null,
                                Part.Content.text("reason", RetentionClass.AIACT_6M, reason));
        LogOpened named = opened(connection, origin, lost, signers);
        LogOpened opened =
                new LogOpened(
                        named.origin(),
                        named.ed25519Key(),
                        named.mlDsa44Key(),
                        named.receiptKey(),
                        before,
                        lost,
                        List.of());
        NodeId node = NodeLease.newNode();
        boolean isOurs =
                new OpeningRecord(origin, eventId, Actor.OPERATOR, node.value(), now)
                        .insert(connection, log, opened, List.of(why));
        if (!isOurs) {
            throw new IllegalStateException("log " + log + " was opened meanwhile");
        }
        try (PreparedStatement close = connection.prepareStatement(CLOSE)) {
            close.setLong(1, HeadTable.CLOSED);
            close.setShort(2, log);
            close.executeUpdate();
        }
        return origin;
    }

    /// The new log begins with the keys that the old one has now: what took over there may have
    /// ended the first ones.
    private LogOpened opened(
            Connection connection, LogOrigin origin, List<LostTail> lost, List<VerifierKey> signers)
            throws SQLException {
        String left =
                lost.reversed().stream()
                        .filter(tail -> tail.keptSize() > 0)
                        .map(LostTail::origin)
                        .findFirst()
                        .orElse(null);
        if (left == null) {
            return OpeningRecord.opened(origin, keys);
        }
        RecordTable records =
                new RecordTable(
                        evidence, HeadTable.current(connection), LogCourse.read(connection));
        LogKeys known =
                LogKeyStory.of(
                                new LogOrigin(left),
                                records.story(new StreamName(LogKeyStory.TYPE, left), 0))
                        .keys();
        return LogOpened.first(
                origin.value(),
                again(origin, keysOf(LogKeyUse.ED25519, known, lost, signers)),
                again(origin, keysOf(LogKeyUse.ML_DSA_44, known, lost, signers)),
                again(origin, keysOf(LogKeyUse.RECEIPT, known, lost, List.of())));
    }

    /// Keys of a use, the newest last: what is on record, what was made for a log that lost its
    /// record of that, and what the last checkpoint was signed by.
    private Candidates keysOf(
            LogKeyUse use, LogKeys known, List<LostTail> lost, List<VerifierKey> signers) {
        List<VerifierKey> all = new ArrayList<>(known.present(use));
        for (LostTail tail : lost) {
            new LogKeyFiles(keys, new LogOrigin(tail.origin()))
                    .prepared(use, known)
                    .ifPresent(made -> all.add(made.key()));
        }
        signers.stream().filter(key -> key.algorithm() == use.algorithm()).forEach(all::add);
        return new Candidates(use, all);
    }

    private record Candidates(LogKeyUse use, List<VerifierKey> keys) {}

    /// The newest of them that is here, as one of the new log.
    private String again(LogOrigin origin, Candidates earlier) {
        LogKeyUse use = earlier.use();
        LogKeyFiles files = new LogKeyFiles(keys, origin);
        for (VerifierKey old : earlier.keys().reversed()) {
            VerifierKey key =
                    switch (use.algorithm()) {
                        case ED25519 -> VerifierKey.ed25519(origin.value(), old.key());
                        case ML_DSA_44 -> VerifierKey.mlDsa44(origin.value(), old.key());
                    };
            if (files.find(use, key).isPresent()) {
                return key.toString();
            }
        }
        throw new WrongKeys(
                keys.directory() + ": no " + use.file() + " of the logs that were lost");
    }

    private static void refuseWhileNodesLive(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(LIVING);
                ResultSet row = select.executeQuery()) {
            if (row.next()) {
                throw new IllegalStateException(
                        "node "
                                + row.getString(1)
                                + " lives, or died a moment ago (expected: no gateway on this"
                                + " database)");
            }
        }
    }

    /// With the heads locked: whatever somebody appends from now on finds its log closed.
    ///
    /// @return time of the last record of all
    private static Instant requireAsFound(Connection connection, List<LostTail> lost)
            throws SQLException {
        TreeMap<Integer, Digest> roots = new TreeMap<>();
        Instant last = Instant.MIN;
        try (PreparedStatement select = connection.prepareStatement(HEADS);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                roots.put(
                        rows.getInt(1),
                        Digest.of(Frontier.fromBytes(rows.getLong(2), rows.getBytes(3)).root()));
                Instant at = RecordTime.parse(rows.getString(4));
                last = at.isAfter(last) ? at : last;
            }
        }
        for (LostTail tail : lost) {
            Digest root = roots.remove(tail.log());
            if (tail.keptSize() > 0 ? !tail.keptRoot().equals(root) : root != null) {
                throw new IllegalStateException(
                        "log " + tail.log() + " changed while it was looked at");
            }
        }
        if (!roots.isEmpty()) {
            throw new IllegalStateException("log " + roots.firstKey() + " was opened meanwhile");
        }
        return last;
    }
}
