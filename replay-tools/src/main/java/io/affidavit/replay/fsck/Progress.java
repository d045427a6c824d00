package io.affidavit.replay.fsck;

/// Hears how far an audit has come.
@FunctionalInterface
public interface Progress {

    /// @param done records read so far
    /// @param total records to read
    void at(long done, long total);
}
