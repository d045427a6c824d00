package io.affidavit.schemas.proof;

/// Where hashes of a stored tree come from.
@FunctionalInterface
public interface NodeSource {

    /// Root of a perfect subtree: leaves `index * 2^level` to before `(index + 1) * 2^level`, all
    /// of which are below the size that is asked about.
    ///
    /// @param level 0 for a leaf
    /// @return 32 bytes, not to be changed
    byte[] node(int level, long index);
}
