package io.affidavit.replay.verify;

/// The last record of a chain.
///
/// @param sequence its place in the chain
/// @param leaf its leaf hash
@SuppressWarnings("ArrayRecordComponent") // a hash among hashes, compared once
public record ChainEnd(long sequence, byte[] leaf) {}
