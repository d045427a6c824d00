package io.affidavit.command.call;

import io.affidavit.command.evidence.CommandReceipt;
import io.affidavit.schemas.call.CallCommand.CoalesceRefusals;
import io.affidavit.schemas.call.RefusalsCoalesced;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventhandling.EventBus;
import org.axonframework.eventhandling.GenericEventMessage;

/// Puts counted refusals on record. They continue nobody's story, so there is nothing to load.
class RefusalsHandler {

    private final EventBus eventBus;

    RefusalsHandler(EventBus eventBus) {
        this.eventBus = eventBus;
    }

    @CommandHandler
    void handle(CoalesceRefusals command) {
        CommandReceipt.request();
        eventBus.publish(
                GenericEventMessage.asEventMessage(
                        new RefusalsCoalesced(
                                command.keyId(),
                                command.organization(),
                                command.failure(),
                                null,
                                command.count(),
                                command.from(),
                                command.to())));
    }
}
