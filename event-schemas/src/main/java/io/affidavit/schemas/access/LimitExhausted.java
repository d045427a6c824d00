package io.affidavit.schemas.access;

import io.affidavit.schemas.value.LimitId;
import io.affidavit.schemas.value.OrganizationId;
import org.jspecify.annotations.Nullable;

/// A hard limit had no room for a call. Once for each limit and window, at the first one.
///
/// @param limit the limit
/// @param organization whose scope it hangs on; `null` for an alias or a deployment
/// @param bucket the window; for a sliding one the aligned span of its length
/// @param spent what ended calls had used of it then, in the limit's unit
/// @param held what open calls held of it then at most
/// @param needed what the call would have held
/// @param amount how much fits
public record LimitExhausted(
        LimitId limit,
        @Nullable OrganizationId organization,
        long bucket,
        long spent,
        long held,
        long needed,
        long amount)
        implements AccessEvent {}
