package io.affidavit.query.evidence.tree;

import io.affidavit.query.evidence.tree.TileCache.TileKey;
import io.affidavit.query.web.Problem;
import io.affidavit.schemas.proof.Checkpoint;
import io.affidavit.schemas.proof.NodeSource;
import io.affidavit.schemas.proof.SetProof;
import io.affidavit.schemas.proof.TilePath;
import io.affidavit.schemas.proof.TreeProofs;
import io.affidavit.schemas.value.FailureCode;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The tree of one published checkpoint. Stored tiles are rows that someone can edit, and what is
/// told of them is kept by others for ever: so nothing is told that does not lead to the root that
/// was signed.
public final class ProvenTree {

    private static final Logger LOG = LoggerFactory.getLogger(ProvenTree.class);

    private final TileReader tiles;
    private final SealedCheckpoint sealed;
    private final NodeSource nodes;
    private final TreeProofs proofs;

    /// @param tiles where hashes come from; what it keeps of a broken tree is dropped
    /// @param sealed whose tree
    public ProvenTree(TileReader tiles, SealedCheckpoint sealed) {
        this.tiles = tiles;
        this.sealed = sealed;
        this.nodes = new TileNodes(tiles, sealed.log(), sealed.size());
        this.proofs = new TreeProofs(nodes);
    }

    /// Ordinal of its log.
    int log() {
        return sealed.log();
    }

    /// What was signed.
    public SealedCheckpoint sealed() {
        return sealed;
    }

    /// The audit path of the leaf that stands at a position.
    ///
    /// @throws Problem where stored hashes and the signed root do not agree
    public List<byte[]> inclusion(long position) {
        return inclusion(position, nodes.node(0, position));
    }

    /// The audit path of this leaf at a position.
    ///
    /// @throws Problem where leaf, stored hashes and the signed root do not agree
    public List<byte[]> inclusion(long position, byte[] leaf) {
        List<byte[]> path = proofs.inclusion(position, sealed.size());
        require(isRoot(PathRoots.inclusion(leaf, position, 1, sealed.size(), path)));
        return path;
    }

    /// The path that shows an earlier tree to be a beginning of this one.
    ///
    /// @throws Problem where stored hashes and the two signed roots do not agree
    public List<byte[]> consistency(SealedCheckpoint earlier) {
        return consistency(earlier.size(), earlier.checkpoint().root().bytes());
    }

    /// The path that shows the tree of the first `from` records, signed or not, to be a beginning
    /// of this one.
    ///
    /// @throws Problem where stored hashes and the signed root do not agree
    public List<byte[]> consistency(long from) {
        return consistency(from, proofs.root(from));
    }

    private List<byte[]> consistency(long from, byte[] root) {
        List<byte[]> path = proofs.consistency(from, sealed.size());
        PathRoots.Pair roots = PathRoots.consistency(from, root, sealed.size(), path);
        require(roots != null && Arrays.equals(roots.earlier(), root) && isRoot(roots.later()));
        return path;
    }

    /// Whether a checkpoint of a size up to this one's says what stands in this tree.
    public boolean contains(Checkpoint other) {
        return Arrays.equals(other.root().bytes(), proofs.root(other.size()));
    }

    /// Writes one proof for many leaves.
    ///
    /// @param positions where they stand, ascending
    /// @param leaves the leaf that is to be proven at a position; asked once for each, in order
    /// @throws Problem where leaves, stored hashes and the signed root do not agree
    public void prove(
            PrimitiveIterator.OfLong positions, LongFunction<byte[]> leaves, OutputStream out)
            throws IOException {
        require(isRoot(SetProof.write(nodes, positions, leaves, sealed.size(), out)));
    }

    /// The hashes of a tile that belongs to this tree.
    ///
    /// @throws Problem where stored hashes and the signed root do not agree
    byte[] hashes(TilePath path) {
        TileKey key = new TileKey(sealed.log(), path.level(), path.index());
        TreeTile tile = tiles.tile(key, path.width());
        require(isRoot(path.width() == TilePath.FULL ? above(path, tile) : ending(path, tile)));
        return tile.hashes(path.width());
    }

    private byte @Nullable [] above(TilePath path, TreeTile tile) {
        int level = (path.level() + 1) * TilePath.HEIGHT;
        return PathRoots.inclusion(
                tile.root(),
                path.index() << level,
                1L << level,
                sealed.size(),
                proofs.inclusion(level, path.index(), sealed.size()));
    }

    /// The root with all hashes of a tile in which the tree ends.
    private byte[] ending(TilePath path, TreeTile tile) {
        int lowest = path.level() * TilePath.HEIGHT;
        long first = path.index() * TilePath.FULL;
        NodeSource through =
                (level, index) -> {
                    int height = level - lowest;
                    return height >= 0 && height < TilePath.HEIGHT
                            ? tile.node(height, (int) (index - (first >> height)))
                            : nodes.node(level, index);
                };
        return new TreeProofs(through).root(sealed.size());
    }

    private boolean isRoot(byte @Nullable [] root) {
        return root != null && Arrays.equals(root, sealed.checkpoint().root().bytes());
    }

    private void require(boolean proven) {
        if (!proven) {
            tiles.forget();
            LOG.atError()
                    .addKeyValue("size", sealed.size())
                    .log("stored hashes lead to another root than was signed");
            throw Problem.of(
                    FailureCode.EVIDENCE_UNAVAILABLE,
                    "tree of size "
                            + sealed.size()
                            + ": stored hashes lead to another root than was signed");
        }
    }
}
