package io.affidavit.schemas.bundle;

import org.jspecify.annotations.Nullable;

/// How far a bundle is.
///
/// @param id the bundle
/// @param state `preparing`, `ready` or `failed`
/// @param records records written so far
/// @param recordsTotal records that it will have, shown and withheld
/// @param texts texts disclosed so far, each with its salt
/// @param salts salts disclosed so far without their texts, which were never kept
/// @param bytes size of the file; `null` until it is ready
/// @param sums SHA-256 of its `SHA256SUMS`, lower-case hex; `null` until it is ready
/// @param failure code of what went wrong; `null` unless it failed
/// @param detail the same for people; `null` unless it failed and there are words for it
public record BundleState(
        String id,
        String state,
        long records,
        long recordsTotal,
        long texts,
        long salts,
        @Nullable Long bytes,
        @Nullable String sums,
        @Nullable String failure,
        @Nullable String detail) {

    /// It is being made.
    public static final String PREPARING = "preparing";

    /// Its file can be fetched.
    public static final String READY = "ready";

    /// There will be no file.
    public static final String FAILED = "failed";
}
