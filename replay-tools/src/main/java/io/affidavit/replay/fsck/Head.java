package io.affidavit.replay.fsck;

/// A row of `evidence.head`: what the appender believes the log to be.
///
/// @param log ordinal of the log in this database
/// @param origin its name
/// @param size number of records
/// @param previous leaf hash of the last one, or the genesis
/// @param at time of the last one
/// @param frontier right edge of the tree, largest subtree first
@SuppressWarnings("ArrayRecordComponent") // a row as read, compared once
record Head(int log, String origin, long size, byte[] previous, String at, byte[] frontier) {}
