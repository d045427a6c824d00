package io.affidavit.projections.seal;

import io.affidavit.projections.seal.Finding.Kind;
import io.affidavit.projections.seal.RecordRows.Head;
import io.affidavit.schemas.evidence.FormException;
import io.affidavit.schemas.evidence.Frontier;
import io.affidavit.schemas.evidence.Leaf;
import io.affidavit.schemas.evidence.LogKeys;
import io.affidavit.schemas.evidence.LogOpened;
import io.affidavit.schemas.evidence.LogOrigin;
import io.affidavit.schemas.evidence.LostTail;
import io.affidavit.schemas.evidence.RecordView;
import io.affidavit.schemas.evidence.VerifierKey;
import io.affidavit.schemas.proof.SignedNote;
import io.affidavit.schemas.serial.EventSerializer;
import io.affidavit.schemas.value.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds out what a database has lost of what its anchor has seen of it. For somebody who then
/// declares it: nothing is changed here.
///
/// A database that holds another history than the one that was signed has not lost anything but was
/// changed; nothing can be declared of it.
public final class LossSearch {

    private static final Logger LOG = LoggerFactory.getLogger(LossSearch.class);

    private final Connection connection;
    private final SealKeys keys;
    private final Path anchor;

    private LossSearch(Connection connection, SealKeys keys, Path anchor) {
        this.connection = connection;
        this.keys = keys;
        this.anchor = anchor;
    }

    /// Compares.
    ///
    /// @param source connections as the sealer
    /// @param anchor directory of the checkpoints of all logs
    /// @throws BrokenLogException if what is there is not the beginning of what was signed
    public static Losses run(DataSource source, SealKeys keys, Path anchor)
            throws SQLException, IOException, BrokenLogException {
        try (Connection connection = source.getConnection()) {
            return new LossSearch(connection, keys, anchor).run();
        }
    }

    /// What an anchor has seen beyond what was declared, for people: a recovery goes by the anchor
    /// of one node, and another one's may know more.
    static List<String> undeclared(Connection connection, SealKeys keys, Path anchor)
            throws SQLException, IOException, BrokenLogException {
        List<String> undeclared = new ArrayList<>();
        for (LostTail said : declared(connection, RecordRows.current(connection))) {
            new AnchorDirectory(anchor, (short) said.log())
                    .newest()
                    .filter(file -> file.size() > said.sealedSize())
                    .ifPresent(file ->
                            undeclared.add(
                                    anchor
                                            + " has seen "
                                            + file.size()
                                            + " records of "
                                            + said.origin()
                                            + " (expected: at most the "
                                            + said.sealedSize()
                                            + " that were declared when it ended)"));
        }
        return undeclared;
    }

    private Losses run() throws SQLException, IOException, BrokenLogException {
        short current = RecordRows.current(connection);
        List<LostTail> declared = declared(connection, current);
        SortedSet<Integer> known = AnchorDirectory.logs(anchor);
        declared.forEach(tail -> known.add(tail.log()));
        if (new RecordRows(connection, current).head() != null) {
            known.add((int) current);
        }
        List<LostTail> logs = new ArrayList<>();
        boolean isLoss = false;
        for (int log : known) {
            LostTail said =
                    declared.stream().filter(it -> it.log() == log).findFirst().orElse(null);
            LostTail found = look((short) log, said);
            logs.add(found);
            isLoss |= found.keptSize() < (said == null ? found.sealedSize() : said.keptSize());
        }
        return new Losses(logs, isLoss, logs.isEmpty() ? List.of() : signers(logs.getLast()));
    }

    /// Of which keys the anchor's newest checkpoint has lines: the records that name them may be
    /// lost.
    private List<VerifierKey> signers(LostTail log) throws IOException {
        Optional<AnchorDirectory.Anchored> newest =
                new AnchorDirectory(anchor, (short) log.log()).newest();
        return newest.isPresent()
                ? keys.lines(new LogOrigin(log.origin()), newest.get().read()).stream()
                        .map(LogKeys.Term::key)
                        .toList()
                : List.of();
    }

    /// What the log that is appended to says of those before it.
    static List<LostTail> declared(Connection connection, short current)
            throws SQLException, BrokenLogException {
        RecordRows rows = new RecordRows(connection, current);
        if (rows.head() == null) {
            return List.of();
        }
        try {
            RecordView first = RecordView.parse(rows.at(0));
            Object event =
                    EventSerializer.read(
                            first.type(), Integer.toString(first.rev()), first.data(), List.of());
            if (event instanceof LogOpened opened) {
                return opened.lost();
            }
        } catch (FormException e) {
            // Told below: another record stands there.
        }
        throw BrokenLogException.of(
                Kind.RECORD_FORM, 0, "another record", "the record that opened the log");
    }

    private LostTail look(short log, @Nullable LostTail said)
            throws SQLException, IOException, BrokenLogException {
        AnchorDirectory kept = new AnchorDirectory(anchor, log);
        RecordRows records = new RecordRows(connection, log);
        Head head = records.head();
        long size = head == null ? 0 : head.size();
        LogOrigin origin = origin(head, said, kept);
        long sealed = said == null ? 0 : said.sealedSize();
        Digest root = said == null ? Digest.of(Leaf.emptyRoot()) : said.sealedRoot();
        @Nullable LogKeys named = head == null ? null : KeyRecords.of(records, origin, size);
        for (SealedCheckpoint newest : newest(log, origin, named, kept, said)) {
            if (newest.checkpoint().size() > sealed) {
                sealed = newest.checkpoint().size();
                root = newest.checkpoint().root();
            }
        }
        Optional<AnchorDirectory.Anchored> covered = kept.newest(size);
        if (covered.isPresent()) {
            requireTree(records, open(origin, named, covered.get().size(), covered.get().read()));
        }
        Digest there =
                head == null
                        ? Digest.of(Leaf.emptyRoot())
                        : Digest.of(Frontier.fromBytes(size, head.frontier()).root());
        return new LostTail(log, origin.value(), sealed, root, size, there);
    }

    private static LogOrigin origin(
            @Nullable Head head, @Nullable LostTail said, AnchorDirectory kept)
            throws IOException, BrokenLogException {
        if (head != null) {
            return new LogOrigin(head.origin());
        }
        if (said != null) {
            return new LogOrigin(said.origin());
        }
        AnchorDirectory.Anchored newest = kept.newest().orElseThrow();
        try {
            return SignedNote.parse(newest.read()).checkpoint().origin();
        } catch (IllegalArgumentException e) {
            throw BrokenLogException.of(
                    Kind.CHECKPOINT,
                    newest.size(),
                    String.valueOf(e.getMessage()),
                    "a signed checkpoint");
        }
    }

    /// What was signed beyond what was declared.
    private List<SealedCheckpoint> newest(
            short log,
            LogOrigin origin,
            @Nullable LogKeys named,
            AnchorDirectory kept,
            @Nullable LostTail said)
            throws SQLException, IOException, BrokenLogException {
        List<SealedCheckpoint> newest = new ArrayList<>();
        Optional<AnchorDirectory.Anchored> file = kept.newest();
        if (file.isPresent() && (said == null || file.get().size() > said.sealedSize())) {
            newest.add(open(origin, named, file.get().size(), file.get().read()));
        }
        Optional<CheckpointTable.Row> row = new CheckpointTable(connection, log).newest();
        if (row.isPresent() && (said == null || row.get().size() > said.sealedSize())) {
            newest.add(open(origin, named, row.get().size(), row.get().note()));
        }
        return newest;
    }

    /// Reads what the log's keys have signed: those that its records name or, where the records
    /// that name them may be among the lost ones, those that are here.
    private SealedCheckpoint open(LogOrigin origin, @Nullable LogKeys named, long size, byte[] note)
            throws BrokenLogException {
        if (named != null) {
            try {
                return SealSignatures.open(named, size, note);
            } catch (BrokenLogException e) {
                LOG.debug("not signed by keys on record: {}", e.getMessage());
            }
        }
        return SealSignatures.open(keys.under(origin, size, note), size, note);
    }

    /// From the records alone: a backup that was taken while somebody sealed has the records of a
    /// tree and not yet all of its tiles.
    private static void requireTree(RecordRows records, SealedCheckpoint sealed)
            throws SQLException, BrokenLogException {
        long size = sealed.checkpoint().size();
        EdgeTree tree = new EdgeTree();
        for (long from = 0; from < size; from += RecordRows.PAGE) {
            records.read(
                    from,
                    Math.min(size, from + RecordRows.PAGE),
                    row -> tree.append(row.leaf(), (_, _, _) -> {}));
        }
        Digest root = Digest.of(tree.root());
        if (tree.size() != size || !root.equals(sealed.checkpoint().root())) {
            throw BrokenLogException.of(
                    Kind.SPLIT_VIEW,
                    size,
                    tree.size() + " records with root " + root,
                    "root " + sealed.checkpoint().root() + " that was signed");
        }
    }
}
