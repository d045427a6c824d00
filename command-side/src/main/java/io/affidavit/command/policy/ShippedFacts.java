package io.affidavit.command.policy;

import io.affidavit.schemas.policy.PolicyCommand.PublishPolicy;
import io.affidavit.schemas.policy.PolicyDocument;
import io.affidavit.schemas.routing.PriceList;
import io.affidavit.schemas.routing.RoutingCommand.PublishPriceList;
import io.affidavit.schemas.routing.ShippedPrices;
import io.affidavit.schemas.serial.Actor;
import io.affidavit.schemas.serial.EventSerializer;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;

/// Puts the shipped policy and price list on record at start, before the first call could name
/// them. What stands there already is left alone.
final class ShippedFacts implements ApplicationRunner {

    private final CommandGateway commands;

    ShippedFacts(CommandGateway commands) {
        this.commands = commands;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        PolicyDocument allow = PolicyDocument.ALLOW;
        send(new PublishPolicy(EventSerializer.digest(allow), allow));
        PriceList prices = ShippedPrices.current();
        send(new PublishPriceList(prices.id(), prices.digest(), prices.models().size()));
    }

    private void send(Object command) {
        commands.sendAndWait(
                GenericCommandMessage.asCommandMessage(command)
                        .andMetaData(Actor.SYSTEM.metaData()));
    }
}
