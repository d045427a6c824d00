package io.affidavit.query.evidence.tree;

import io.affidavit.query.web.Problem;
import io.affidavit.schemas.proof.KeptCheckpoint;
import io.affidavit.schemas.proof.KeptCheckpoint.Kept;
import io.affidavit.schemas.proof.Receipt;
import java.util.Optional;

/// Holds what a receipt promises against what was signed. A receipt is issued again from a row that
/// someone can edit, and is kept by others for ever; a published checkpoint is such a row, too, so
/// what this process itself has recomputed comes first.
public final class PromisedLeaf {

    private final KeptCheckpoint own;
    private final CheckpointReader checkpoints;
    private final TileReader tiles;

    /// Looks in these.
    public PromisedLeaf(KeptCheckpoint own, CheckpointReader checkpoints, TileReader tiles) {
        this.own = own;
        this.checkpoints = checkpoints;
        this.tiles = tiles;
    }

    /// Checks that the leaf stands in its place of the signed tree. Where no checkpoint covers it
    /// yet, nothing contradicts.
    ///
    /// @throws Problem where another one does
    public void require(Receipt receipt) {
        covering(receipt)
                .ifPresent(sealed ->
                        new ProvenTree(tiles, sealed)
                                .inclusion(receipt.position(), receipt.leaf().bytes()));
    }

    private Optional<SealedCheckpoint> covering(Receipt receipt) {
        Kept kept = own.of(receipt.origin());
        if (kept != null && kept.checkpoint().size() > receipt.position()) {
            return Optional.of(new SealedCheckpoint(kept.log(), kept.checkpoint(), kept.note()));
        }
        return checkpoints.covering(receipt.origin(), receipt.position());
    }
}
