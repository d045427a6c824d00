package io.affidavit.schemas.access;

import io.affidavit.schemas.value.LimitId;
import io.affidavit.schemas.value.OrganizationId;
import org.jspecify.annotations.Nullable;

/// A limit was used to a share of its amount. Once for each limit, window and share.
///
/// @param limit the limit
/// @param organization whose scope it hangs on; `null` for an alias
/// @param percent the share, 1 to 100
/// @param bucket the window: for a sliding one the bucket in which it was crossed
/// @param used what was spent and held then, in the limit's unit
/// @param amount how much fits
public record LimitThresholdCrossed(
        LimitId limit,
        @Nullable OrganizationId organization,
        int percent,
        long bucket,
        long used,
        long amount)
        implements AccessEvent {}
