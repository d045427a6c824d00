package io.affidavit.projections.seal;

import io.affidavit.projections.seal.Finding.Kind;
import io.affidavit.schemas.evidence.Leaf;
import io.affidavit.schemas.proof.TilePath;
import java.security.MessageDigest;
import java.sql.SQLException;

/// Builds the edge of a tree of any sealed size from what is stored: the last records themselves,
/// and for each higher level the full tiles below its edge. Whether it is the tree that was signed
/// its root tells.
final class TreeReader {

    private final RecordRows records;
    private final TileTable tiles;
    private final MessageDigest digest = Leaf.newDigest();

    TreeReader(RecordRows records, TileTable tiles) {
        this.records = records;
        this.tiles = tiles;
    }

    /// The tree of the first `size` records. Reads at most 255 rows a level.
    EdgeTree at(long size) throws SQLException, BrokenLogException {
        EdgeTree tree = EdgeTree.ofSize(size);
        long first = size - tree.width(0);
        long[] next = {first};
        records.read(
                first,
                size,
                row -> {
                    requireNext(next[0]++, row.position());
                    tree.set(0, (int) (row.position() - first), row.leaf());
                });
        requireNext(next[0], size);
        for (int level = 1; level < EdgeTree.LEVELS; level++) {
            long index = size >>> (level * TilePath.HEIGHT);
            for (int slot = 0; slot < tree.width(level); slot++) {
                byte[] below = tiles.read(level - 1, index - tree.width(level) + slot);
                tree.set(level, slot, TileHash.perfect(digest, below, 0, TilePath.FULL));
            }
        }
        return tree;
    }

    private static void requireNext(long expected, long position) throws BrokenLogException {
        if (position != expected) {
            throw BrokenLogException.of(Kind.MISSING, expected, "no record", "record " + expected);
        }
    }
}
