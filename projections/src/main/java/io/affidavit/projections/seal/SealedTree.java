package io.affidavit.projections.seal;

import io.affidavit.schemas.evidence.LogKeys;

/// A tree that was signed, and what stands for it in the database.
///
/// @param records the log
/// @param tiles its stored tree
/// @param checkpoints its published checkpoints
/// @param edge the edge of the tree, and its size
/// @param keys the keys of the log as far as the tree goes
record SealedTree(
        RecordRows records,
        TileTable tiles,
        CheckpointTable checkpoints,
        EdgeTree edge,
        LogKeys keys) {

    StoredTree stored() {
        return new StoredTree(tiles, edge);
    }
}
