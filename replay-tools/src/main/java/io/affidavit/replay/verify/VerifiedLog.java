package io.affidavit.replay.verify;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a log proved to be when it was read to the end.
///
/// @param origin the log, by its first readable record; null when there was none
/// @param size one more than the last position
/// @param whole whether every position up to there was present, so that `root` is the tree's
/// @param root root over the hashes of the records' bytes (RFC 6962 §2.1)
/// @param last hash of the last record, or the genesis; null when the first record never came
/// @param at time of the last readable record; null when there was none
/// @param organizations where each organization's chain ends, by slug
/// @param parts how many parts the records name
/// @param openCalls calls without a terminal event
@SuppressWarnings("ArrayRecordComponent") // hashes among hashes, compared and printed
public record VerifiedLog(
        @Nullable String origin,
        long size,
        boolean whole,
        byte[] root,
        byte @Nullable [] last,
        @Nullable String at,
        Map<String, ChainEnd> organizations,
        long parts,
        long openCalls) {}
