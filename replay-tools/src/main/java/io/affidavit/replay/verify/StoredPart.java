package io.affidavit.replay.verify;

/// A stored blob of a part.
///
/// @param name the part's name within its record
/// @param length length of the blob in bytes
/// @param digest SHA-256 of the blob, computed by whoever read it
@SuppressWarnings("ArrayRecordComponent") // compared once and dropped
public record StoredPart(String name, long length, byte[] digest) {}
