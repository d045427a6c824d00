package io.affidavit.command.limit;

import io.affidavit.schemas.call.LimitExceeded;

/// A hard limit had no room for a call.
///
/// @param exceeded the limit and what was booked on it
/// @param bucket the window; for a sliding one the aligned span of its length
record Exhaustion(LimitExceeded exceeded, long bucket) {}
