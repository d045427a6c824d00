package io.affidavit.replay.rerun;

import io.affidavit.schemas.routing.DeploymentChanged;
import io.affidavit.schemas.routing.DeploymentRegistered;
import io.affidavit.schemas.routing.Price;
import io.affidavit.schemas.routing.PriceEntry;
import io.affidavit.schemas.routing.ShippedPrices;
import io.affidavit.schemas.serial.EventSerializer;
import io.affidavit.schemas.value.DeploymentId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What tokens cost, by the records and by the shipped lists: a deployment's own price at the
/// admission, else that of its model on the list in force then.
final class KnownPrices {

    private final Map<DeploymentId, NavigableMap<Instant, Optional<Price>>> own = new HashMap<>();

    void add(Instant at, DeploymentRegistered made) {
        add(at, made.deployment(), made.price());
    }

    void add(Instant at, DeploymentChanged changed) {
        add(at, changed.deployment(), changed.price());
    }

    private void add(Instant at, DeploymentId deployment, @Nullable Price price) {
        own.computeIfAbsent(deployment, _ -> new TreeMap<>()).put(at, Optional.ofNullable(price));
    }

    /// Whether the deployment's own price at an instant is on record here.
    boolean knows(@Nullable DeploymentId deployment, Instant admittedAt) {
        return deployment == null
                || (own.containsKey(deployment)
                        && own.get(deployment).floorKey(admittedAt) != null);
    }

    Optional<PriceEntry> find(
            @Nullable DeploymentId deployment, @Nullable String model, Instant admittedAt) {
        Optional<PriceEntry> price =
                deployment == null ? Optional.empty() : own(deployment, admittedAt);
        return price.isPresent() || model == null
                ? price
                : ShippedPrices.inForce(admittedAt).find(model);
    }

    private Optional<PriceEntry> own(DeploymentId deployment, Instant admittedAt) {
        NavigableMap<Instant, Optional<Price>> periods = own.get(deployment);
        Map.Entry<Instant, Optional<Price>> period =
                periods == null ? null : periods.floorEntry(admittedAt);
        return period == null
                ? Optional.empty()
                : period.getValue().map(price -> entry(deployment, price));
    }

    private static PriceEntry entry(DeploymentId deployment, Price price) {
        return PriceEntry.ofDeployment(
                deployment.value() + "/" + EventSerializer.digest(price).value(), price);
    }
}
