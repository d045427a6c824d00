package io.affidavit.replay.verify;

import io.affidavit.schemas.evidence.TreeHash;

/// Looks on while a log's tree grows record by record, without a gap.
@FunctionalInterface
public interface TreeWatch {

    /// Looks at nothing.
    TreeWatch NONE = (_, _) -> {};

    /// The next leaf was added.
    ///
    /// @param leaf hash of the record's bytes, not to be changed
    /// @param tree the tree with it, to be asked and not to be changed
    void grew(byte[] leaf, TreeHash tree);
}
