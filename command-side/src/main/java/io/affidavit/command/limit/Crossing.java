package io.affidavit.command.limit;

import io.affidavit.schemas.value.LimitId;

/// A limit was used to a share of its amount.
///
/// @param bucket the window; for a sliding one the aligned span of its length
record Crossing(LimitId limit, int percent, long bucket, long used, long amount) {}
