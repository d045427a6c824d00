package io.affidavit.command.routing;

import io.affidavit.schemas.routing.PriceListPublished;
import io.affidavit.schemas.routing.RoutingCommand.PublishPriceList;
import io.affidavit.schemas.routing.RoutingEvent;
import io.affidavit.schemas.serial.Refusal;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.FailureCode;
import java.util.List;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/// A version of the price list: published once, never changed.
@Aggregate(type = PriceListAggregate.TYPE)
class PriceListAggregate {

    static final String TYPE = "price_list";

    @AggregateIdentifier
    @SuppressWarnings("UnusedVariable") // read by the framework
    private @Nullable String id;

    private @Nullable Digest published;

    PriceListAggregate() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(PublishPriceList command) {
        decide(published, command).forEach(AggregateLifecycle::apply);
    }

    @EventSourcingHandler
    void on(PriceListPublished event) {
        id = event.priceList();
        published = event.digest();
    }

    static List<RoutingEvent> decide(@Nullable Digest published, PublishPriceList command) {
        if (published == null) {
            return List.of(
                    new PriceListPublished(
                            command.priceList(), command.digest(), command.models()));
        }
        if (!published.equals(command.digest())) {
            throw Refusal.exception(
                    FailureCode.ALREADY_EXISTS,
                    "priceList: "
                            + command.priceList()
                            + " has other prices (expected: a new id for new prices)");
        }
        return List.of();
    }
}
