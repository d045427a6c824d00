package io.affidavit.projections.seal;

import io.affidavit.projections.seal.Finding.Kind;
import io.affidavit.schemas.evidence.Leaf;
import io.affidavit.schemas.proof.TilePath;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;

/// The stored tiles under an edge that was signed: a tile counts only together with all tiles above
/// it.
///
/// @param tiles what is stored
/// @param edge what is known
record StoredTree(TileTable tiles, EdgeTree edge) {

    /// The hashes of a tile, full or at the edge, which lead to the signed root.
    byte[] verified(int level, long index) throws SQLException, BrokenLogException {
        if (isAtEdge(level, index)) {
            return edge.hashes(level);
        }
        byte[] hashes = tiles.read(level, index);
        MessageDigest digest = Leaf.newDigest();
        byte[] root = TileHash.perfect(digest, hashes, 0, TilePath.FULL);
        byte[] above = verified(level + 1, index / TilePath.FULL);
        int from = (int) (index % TilePath.FULL) * Leaf.BYTES;
        if (!Arrays.equals(root, 0, Leaf.BYTES, above, from, from + Leaf.BYTES)) {
            throw BrokenLogException.of(
                    Kind.TILE,
                    TileTable.first(level, index, 0),
                    HexFormat.of().formatHex(root),
                    HexFormat.of().formatHex(above, from, from + Leaf.BYTES)
                            + ", in the tile above "
                            + new TilePath(level, index, TilePath.FULL).hashes());
        }
        return hashes;
    }

    /// Root of the first `size` leaves, from the perfect subtrees that they consist of.
    byte[] root(long size) throws SQLException, BrokenLogException {
        MessageDigest digest = Leaf.newDigest();
        byte[] root = null;
        long rest = size;
        while (rest > 0) {
            long leaves = Long.lowestOneBit(rest);
            rest -= leaves;
            int height = Long.numberOfTrailingZeros(leaves);
            int level = height / TilePath.HEIGHT;
            int count = 1 << (height % TilePath.HEIGHT);
            long first = rest >>> (level * TilePath.HEIGHT);
            long index = first / TilePath.FULL;
            byte[] hashes = isAtEdge(level, index) ? edge.hashes(level) : tiles.read(level, index);
            byte[] peak = TileHash.perfect(digest, hashes, (int) (first % TilePath.FULL), count);
            root = root == null ? peak : Leaf.node(digest, peak, root);
        }
        return root == null ? Leaf.emptyRoot() : root;
    }

    private boolean isAtEdge(int level, long index) {
        return index == edge.size() >>> (level * TilePath.HEIGHT) >>> TilePath.HEIGHT;
    }
}
