package io.affidavit.query.evidence.tree;

import io.affidavit.query.web.Problem;
import io.affidavit.schemas.proof.Receipt;

/// Holds what a receipt promises against what was signed. A receipt is issued again from a row that
/// someone can edit, and is kept by others for ever.
public final class PromisedLeaf {

    private final CheckpointReader checkpoints;
    private final TileReader tiles;

    /// Looks in these.
    public PromisedLeaf(CheckpointReader checkpoints, TileReader tiles) {
        this.checkpoints = checkpoints;
        this.tiles = tiles;
    }

    /// Checks that the leaf stands in its place of the signed tree. Where no checkpoint covers it
    /// yet, nothing contradicts.
    ///
    /// @throws Problem where another one does
    public void require(Receipt receipt) {
        checkpoints
                .covering(receipt.origin(), receipt.position())
                .ifPresent(sealed ->
                        new ProvenTree(tiles, sealed)
                                .inclusion(receipt.position(), receipt.leaf().bytes()));
    }
}
