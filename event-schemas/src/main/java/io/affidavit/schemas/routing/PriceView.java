package io.affidavit.schemas.routing;

import org.jspecify.annotations.Nullable;

/// A price as the API shows it: decimal dollars, for a million tokens and for a request.
public record PriceView(
        String inputPerMillionUsd,
        String cachedInputPerMillionUsd,
        String cacheWritePerMillionUsd,
        String outputPerMillionUsd,
        String reasoningPerMillionUsd,
        String perRequestUsd,
        boolean free) {

    /// Shows a price.
    public static PriceView of(Price price) {
        return new PriceView(
                Price.usd(price.input()),
                Price.usd(price.cachedInput()),
                Price.usd(price.cacheWrite()),
                Price.usd(price.output()),
                Price.usd(price.reasoning()),
                Price.usd(price.perRequest()),
                price.free());
    }

    /// Shows a price; `null` for none.
    public static @Nullable PriceView orNull(@Nullable Price price) {
        return price == null ? null : of(price);
    }
}
