package io.affidavit.query.evidence.stamp;

import java.time.Instant;

/// A time stamp that was checked.
///
/// @param response an RFC 3161 response: granted, and its token with the certificates up to the
///   authority's root
/// @param at the time in it
/// @param authority subject of the authority's certificate
@SuppressWarnings("ArrayRecordComponent") // a file, written once
public record Stamp(byte[] response, Instant at, String authority) {}
