package io.affidavit.command.routing;

import io.affidavit.schemas.routing.DeploymentChanged;
import io.affidavit.schemas.routing.DeploymentRegistered;
import io.affidavit.schemas.routing.Price;
import io.affidavit.schemas.routing.PriceEntry;
import io.affidavit.schemas.serial.EventSerializer;
import io.affidavit.schemas.value.DeploymentId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.axonframework.eventhandling.EventMessage;
import org.jspecify.annotations.Nullable;

/// Every price of its own that a deployment has had, and since when by the record that said so.
///
/// @param periods by rising time
record PriceHistory(List<Period> periods) {

    /// A deployment that never had a price of its own.
    static final PriceHistory NONE = new PriceHistory(List.of());

    /// A time with one price.
    ///
    /// @param from when the record was made
    /// @param price `null` for the list's
    record Period(Instant from, @Nullable Price price, @Nullable PriceEntry entry) {}

    PriceHistory {
        periods = List.copyOf(periods);
    }

    /// The price of its own that counted at an instant.
    Optional<PriceEntry> at(Instant instant) {
        for (Period period : periods.reversed()) {
            if (!period.from().isAfter(instant)) {
                return Optional.ofNullable(period.entry());
            }
        }
        return Optional.empty();
    }

    /// The history with one more record.
    PriceHistory evolve(EventMessage<?> record) {
        return switch (record.getPayload()) {
            case DeploymentRegistered made ->
                    with(record.getTimestamp(), made.deployment(), made.price());
            case DeploymentChanged changed ->
                    with(record.getTimestamp(), changed.deployment(), changed.price());
            default -> this;
        };
    }

    private PriceHistory with(Instant from, DeploymentId deployment, @Nullable Price price) {
        Price last = periods.isEmpty() ? null : periods.getLast().price();
        if (Objects.equals(last, price)) {
            return this;
        }
        List<Period> next = new ArrayList<>(periods);
        next.add(new Period(from, price, price == null ? null : entry(deployment, price)));
        return new PriceHistory(next);
    }

    private static PriceEntry entry(DeploymentId deployment, Price price) {
        return PriceEntry.ofDeployment(
                deployment.value() + "/" + EventSerializer.digest(price).value(), price);
    }
}
