package io.affidavit.schemas.routing;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A price with the name that a conclusion gives for it.
///
/// @param id list id, `/`, model name of the entry; for a deployment's own price the deployment's
///   id, `/`, SHA-256 of the price as its event holds it
/// @param price the price
/// @param ofDeployment whether it is a deployment's own, which holds whatever the service
public record PriceEntry(String id, ModelPrice price, boolean ofDeployment) {

    /// What answers call the service that the plain price is for.
    private static final Set<String> ORDINARY = Set.of("default", "standard", "auto");

    /// A price of a list.
    static PriceEntry listed(String id, ModelPrice price) {
        return new PriceEntry(id, price, false);
    }

    /// A deployment's own price.
    public static PriceEntry ofDeployment(String id, Price price) {
        return new PriceEntry(id, ModelPrice.flat(price), true);
    }

    /// A price of the service that answered.
    ///
    /// @param id the entry's id, followed by `#` and the tier where it has a factor
    /// @param serviceTier the tier with a factor; `null` for the ordinary one
    public record OfService(String id, ModelPrice price, @Nullable String serviceTier) {}

    /// The price for a service tier, as an answer names it. Empty for one of a listed model that is
    /// neither the ordinary one nor listed: what it costs is unknown.
    public Optional<OfService> forService(@Nullable String tier) {
        if (tier == null || ofDeployment || ORDINARY.contains(tier)) {
            return Optional.of(new OfService(id, price, null));
        }
        return price.hasFactor(tier)
                ? Optional.of(new OfService(id + "#" + tier, price, tier))
                : Optional.empty();
    }
}
