package io.affidavit.schemas.call;

import io.affidavit.schemas.value.NanoUsd;
import org.jspecify.annotations.Nullable;

/// What a usage costs by the price in force when its call was admitted.
///
/// @param amount `null` when nothing was used, and when there is no price: an unknown price is
///   never zero
/// @param priceId the price, see [io.affidavit.schemas.routing.PriceEntry]; `null` without one
public record Cost(@Nullable NanoUsd amount, @Nullable String priceId) {

    /// Nobody knows it.
    public static final Cost UNKNOWN = new Cost(null, null);
}
