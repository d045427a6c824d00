package io.affidavit.projections.seal;

import io.affidavit.projections.seal.Finding.Kind;
import io.affidavit.projections.seal.RecordRows.Head;
import io.affidavit.projections.seal.SealKeys.MissingKeyException;
import io.affidavit.projections.seal.SealSteps.Step;
import io.affidavit.projections.seal.TileTable.Tile;
import io.affidavit.schemas.evidence.Frontier;
import io.affidavit.schemas.evidence.LogKeys;
import io.affidavit.schemas.evidence.LogOrigin;
import io.affidavit.schemas.evidence.RecordTime;
import io.affidavit.schemas.proof.Checkpoint;
import io.affidavit.schemas.value.Digest;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Seals one log over one connection: recomputes what was appended since the newest checkpoint and
/// signs it, or checks and keeps what another node signed. After any exception it is not used any
/// more; a new one begins at the newest checkpoint again. For one thread.
///
/// Each step can be repeated. Tiles are stored before the checkpoint that needs them is signed; the
/// checkpoint is durable in the anchor before anybody sees it, so that no restored backup can lack
/// one that was shown.
final class SealSession {

    /// Checkpoints of another node looked at in one step.
    private static final int FOLLOW_MAX = 100;

    /// Tiles of 8 KiB stored at once. Each commit is a flush of the server's log, which the
    /// appender waits for as well, so that there are as few as possible.
    private static final int TILES_MAX = 200;

    private final SealPlace place;
    private final LogOrigin origin;
    private final EdgeTree tree;
    private final LogChain chain;
    private final List<Tile> full = new ArrayList<>(); // that are not in the database yet
    private LogKeys keys;
    private @Nullable SealedCheckpoint newest;
    private boolean published;
    private @Nullable Instant waitingSince;

    /// @param keys the keys of the log as far as the tree goes
    /// @param tree the tree of the newest checkpoint
    /// @param published whether that stands in the database
    SealSession(
            SealPlace place,
            LogKeys keys,
            EdgeTree tree,
            LogChain chain,
            @Nullable SealedCheckpoint newest,
            boolean published) {
        this.place = place;
        this.origin = keys.origin();
        this.keys = keys;
        this.tree = tree;
        this.chain = chain;
        this.newest = newest;
        this.published = published;
    }

    /// What a step sealed.
    ///
    /// @param size of the tree
    /// @param records how many of them no earlier checkpoint covered
    /// @param oldest time of the oldest of these
    record Sealed(long size, long records, Instant oldest) {}

    /// Size of the newest checkpoint that was signed or checked here, 0 without one.
    long size() {
        SealedCheckpoint known = newest;
        return known == null ? 0 : known.checkpoint().size();
    }

    /// That checkpoint, `null` without one.
    @Nullable SealedCheckpoint newest() {
        return newest;
    }

    /// The tree as far as it was read, with where it is stored; what was only read ahead is stored
    /// now.
    SealedTree sealed() throws SQLException, IOException, BrokenLogException {
        storeTiles();
        return new SealedTree(place.records(), place.tiles(), place.checkpoints(), tree, keys);
    }

    /// Checks and keeps the checkpoints that another node has published.
    void follow() throws SQLException, IOException, BrokenLogException {
        List<CheckpointTable.Row> rows = place.checkpoints().behind(size(), FOLLOW_MAX);
        for (CheckpointTable.Row row : rows) {
            extendTo(row.size(), place.tiles()::compare);
            hand(place.tiles()::compare);
            SealedCheckpoint sealed = SealPlace.open(keys, row);
            String root = HexFormat.of().formatHex(tree.root());
            if (!sealed.checkpoint().root().value().equals(root)) {
                throw BrokenLogException.of(
                        Kind.SPLIT_VIEW,
                        row.size(),
                        "root " + sealed.checkpoint().root(),
                        "root " + root);
            }
            newest = sealed;
            published = true;
            waitingSince = null;
        }
        if (!rows.isEmpty()) {
            anchor();
        }
    }

    /// Whether nothing was appended behind the newest checkpoint.
    boolean isComplete() throws SQLException {
        Head head = place.records().head();
        return head != null && head.size() <= size();
    }

    /// Recomputes what was appended since, so that less is left to do when it is to be signed.
    void readAhead() throws SQLException, IOException, BrokenLogException {
        Head head = place.records().head();
        if (head != null) {
            extendTo(head.size(), place.tiles()::store);
        }
    }

    private void storeTiles() throws SQLException, IOException, BrokenLogException {
        hand(place.tiles()::store);
    }

    /// Recomputes and signs what was appended since, if anything was.
    ///
    /// @return null if nothing was
    /// @throws MissingKeyException if a key that must sign is on another node only
    @Nullable Sealed seal(Instant now)
            throws SQLException, IOException, BrokenLogException, MissingKeyException {
        publish(now); // one that was kept before its node died
        Head head = place.records().head();
        if (head == null || head.size() < tree.size()) {
            throw BrokenLogException.of(
                    Kind.ROLLBACK,
                    head == null ? 0 : head.size(),
                    "a log of " + (head == null ? 0 : head.size()) + " records",
                    "at least the " + tree.size() + " that are sealed");
        }
        extendTo(head.size(), place.tiles()::store);
        storeTiles();
        check(head);
        Instant oldest = waitingSince;
        if (oldest == null) {
            return null;
        }
        long records = tree.size() - size();
        newest =
                place.keys()
                        .seal(
                                new Checkpoint(origin, tree.size(), Digest.of(tree.root())),
                                now,
                                keys.signing(tree.size()));
        place.steps().done(Step.SIGNED);
        published = false;
        waitingSince = null;
        anchor();
        publish(now);
        return new Sealed(tree.size(), records, oldest);
    }

    /// Keeps the newest checkpoint outside the database.
    void anchor() throws IOException, SQLException, BrokenLogException {
        SealedCheckpoint known = newest;
        if (known != null) {
            place.anchor().keep(keys, known);
        }
    }

    private void publish(Instant now) throws IOException, SQLException {
        SealedCheckpoint known = newest;
        if (known != null && !published) {
            place.checkpoints().insert(known, now);
            published = true;
            place.steps().done(Step.PUBLISHED);
        }
    }

    /// Takes the tiles that were filled.
    @FunctionalInterface
    private interface Tiles {

        void take(List<Tile> full) throws SQLException, BrokenLogException;
    }

    /// Recomputes the records up to a size.
    ///
    /// @param tiles take them when there are many; the last few are left
    private void extendTo(long size, Tiles tiles)
            throws SQLException, IOException, BrokenLogException {
        while (tree.size() < size) {
            readUpTo(Math.min(size, tree.size() + RecordRows.PAGE));
            if (full.size() >= TILES_MAX) {
                hand(tiles);
            }
        }
    }

    private void hand(Tiles tiles) throws SQLException, IOException, BrokenLogException {
        if (!full.isEmpty()) {
            tiles.take(full);
            full.clear();
            place.steps().done(Step.TILES_STORED);
        }
    }

    private void readUpTo(long to) throws SQLException, BrokenLogException {
        place.records()
                .read(
                        tree.size(),
                        to,
                        row -> {
                            chain.accept(row);
                            tree.append(
                                    row.leaf(),
                                    (level, index, hashes) ->
                                            full.add(new Tile(level, index, hashes)));
                            if (waitingSince == null) {
                                waitingSince = RecordTime.parse(chain.time());
                            }
                            if (chain.isAboutKeys()) {
                                keys = KeyRecords.with(keys, row.position(), row.record());
                            }
                        });
        if (tree.size() < to) {
            throw BrokenLogException.of(
                    Kind.MISSING, tree.size(), "no record", "record " + tree.size());
        }
    }

    /// The head must commit to what was recomputed.
    private void check(Head head) throws BrokenLogException {
        compare(head, "origin " + head.origin(), "origin " + origin.value());
        compare(head, "at " + head.at(), "at " + chain.time());
        compare(head, "prev " + hex(head.previous()), "prev " + hex(chain.last()));
        String root;
        try {
            root = hex(Frontier.fromBytes(head.size(), head.frontier()).root());
        } catch (IllegalArgumentException e) {
            root = head.frontier().length + " bytes";
        }
        compare(head, "root " + root, "root " + hex(tree.root()));
    }

    private static void compare(Head head, String found, String expected)
            throws BrokenLogException {
        if (!found.equals(expected)) {
            throw BrokenLogException.of(Kind.HEAD, head.size(), found, expected);
        }
    }

    private static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }
}
