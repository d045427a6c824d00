package io.affidavit.projections.seal;

import io.affidavit.projections.seal.Finding.Kind;
import io.affidavit.schemas.evidence.FormException;
import io.affidavit.schemas.evidence.Leaf;
import io.affidavit.schemas.evidence.LedgerTamperDetected;
import io.affidavit.schemas.evidence.LogKeys;
import io.affidavit.schemas.evidence.LogOrigin;
import io.affidavit.schemas.evidence.RecordView;
import io.affidavit.schemas.proof.TilePath;
import io.affidavit.schemas.serial.EventNames;
import io.affidavit.schemas.serial.EventSerializer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where one log, its seals and its anchor are, and how a sealer finds its place between them.
///
/// @param records the log
/// @param tiles its stored tree
/// @param checkpoints its published checkpoints
/// @param anchor its checkpoints outside the database
/// @param keys sign them
/// @param steps told of what is done
record SealPlace(
        RecordRows records,
        TileTable tiles,
        CheckpointTable checkpoints,
        AnchorDirectory anchor,
        SealKeys keys,
        SealSteps steps) {

    private static final Logger LOG = LoggerFactory.getLogger(SealPlace.class);

    static SealPlace of(
            Connection connection,
            short log,
            AnchorDirectory anchor,
            SealKeys keys,
            SealSteps steps) {
        return new SealPlace(
                new RecordRows(connection, log),
                new TileTable(connection, log),
                new CheckpointTable(connection, log),
                anchor,
                keys,
                steps);
    }

    /// Finds the newest checkpoint, in the anchor or in the database, and the tree it stands for.
    ///
    /// @return null if there is no log yet
    /// @throws BrokenLogException if the log is not the one that was sealed
    @Nullable SealSession begin() throws SQLException, IOException, BrokenLogException {
        records.findByIndex();
        Optional<AnchorDirectory.Anchored> file = anchor.newest();
        RecordRows.Head head = records.head();
        long length = head == null ? 0 : head.size();
        if (file.isPresent() && file.get().size() > length) {
            throw rollback(length, file.get().size(), "the anchor");
        }
        if (head == null) {
            return null;
        }
        LogOrigin origin = new LogOrigin(head.origin());
        LogKeys log = KeyRecords.of(records, origin, length);
        SealedCheckpoint anchored = null;
        if (file.isPresent()) {
            anchored = SealSignatures.open(log, file.get().size(), file.get().read());
        }
        SealedCheckpoint published = null;
        Optional<CheckpointTable.Row> row = checkpoints.newest();
        if (row.isPresent()) {
            if (row.get().size() > length) {
                throw rollback(length, row.get().size(), "the newest checkpoint");
            }
            published = open(log, row.get());
        }
        return begin(origin, anchored, published);
    }

    private SealSession begin(
            LogOrigin origin,
            @Nullable SealedCheckpoint anchored,
            @Nullable SealedCheckpoint published)
            throws SQLException, IOException, BrokenLogException {
        TreeReader reader = new TreeReader(records, tiles);
        EdgeTree tree = new EdgeTree();
        SealedCheckpoint newest = null;
        boolean isPublished = true;
        if (published != null) {
            newest = published;
            tree = checked(reader, published, Kind.TILE);
        }
        if (anchored != null) {
            EdgeTree kept = checked(reader, anchored, Kind.ROLLBACK);
            if (kept.size() > tree.size()) {
                newest = anchored;
                tree = kept;
                isPublished = false;
            }
        } else if (published != null) {
            LOG.warn(
                    "{} is empty: beginning with the newest checkpoint of the database, of size {}",
                    anchor,
                    published.checkpoint().size());
        }
        LogChain chain = new LogChain(origin, new OrganizationEnds(records::lastOf));
        if (tree.size() > 0) {
            chain.resumeBehind(tree.size() - 1, last(tree));
        }
        SealSession session =
                new SealSession(
                        this,
                        KeyRecords.of(records, origin, tree.size()),
                        tree,
                        chain,
                        newest,
                        isPublished);
        session.anchor();
        return session;
    }

    /// The last record, which must be the one in the tree.
    private byte[] last(EdgeTree tree) throws SQLException, BrokenLogException {
        long position = tree.size() - 1;
        byte[] record = records.at(position);
        int slot = (int) (position % TilePath.FULL);
        byte[] leaf;
        if (tree.width(0) > 0) {
            leaf = tree.get(0, slot);
        } else {
            byte[] tile = tiles.read(0, position / TilePath.FULL);
            leaf = Arrays.copyOfRange(tile, slot * Leaf.BYTES, (slot + 1) * Leaf.BYTES);
        }
        byte[] found = Leaf.leaf(record);
        if (!Arrays.equals(leaf, found)) {
            throw BrokenLogException.of(
                    Kind.LEAF,
                    position,
                    HexFormat.of().formatHex(found),
                    HexFormat.of().formatHex(leaf));
        }
        return record;
    }

    static EdgeTree checked(TreeReader reader, SealedCheckpoint sealed, Kind otherwise)
            throws SQLException, IOException, BrokenLogException {
        EdgeTree tree = reader.at(sealed.checkpoint().size());
        String root = HexFormat.of().formatHex(tree.root());
        if (!sealed.checkpoint().root().value().equals(root)) {
            throw BrokenLogException.of(
                    otherwise,
                    tree.size(),
                    "root " + root,
                    "root " + sealed.checkpoint().root() + " that was signed");
        }
        return tree;
    }

    /// Reads a row whose note must say what its columns say.
    ///
    /// @param log keys of the log up to that size or further
    static SealedCheckpoint open(LogKeys log, CheckpointTable.Row row) throws BrokenLogException {
        SealedCheckpoint sealed = SealSignatures.open(log, row.size(), row.note());
        String root = HexFormat.of().formatHex(row.root());
        if (!sealed.checkpoint().root().value().equals(root)) {
            throw BrokenLogException.of(
                    Kind.CHECKPOINT,
                    row.size(),
                    "root " + root,
                    "root " + sealed.checkpoint().root() + " that was signed");
        }
        return sealed;
    }

    /// What was found once, so that it is looked at again. A report that cannot be read is one that
    /// the patrol finds.
    List<LedgerTamperDetected> reports() throws SQLException {
        List<LedgerTamperDetected> reports = new ArrayList<>();
        for (byte[] record : records.ofType(EventNames.of(LedgerTamperDetected.class).type())) {
            try {
                if (event(RecordView.parse(record)) instanceof LedgerTamperDetected report) {
                    reports.add(report);
                }
            } catch (FormException e) {
                LOG.debug("unreadable report: {}", e.getMessage());
            }
        }
        return reports;
    }

    private static Object event(RecordView view) {
        return EventSerializer.read(
                view.type(), Integer.toString(view.rev()), view.data(), List.of());
    }

    private static BrokenLogException rollback(long length, long size, String who) {
        return BrokenLogException.of(
                Kind.ROLLBACK,
                length,
                "a log of " + length + " records",
                "at least " + size + ", the size of " + who);
    }
}
