package io.affidavit.command.access;

import io.affidavit.schemas.access.AccessCommand.RecordDenial;
import io.affidavit.schemas.access.AccessDenied;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventhandling.EventBus;
import org.axonframework.eventhandling.GenericDomainEventMessage;

/// Puts denials on record. Each is a story of its own with one event: nothing depends on an earlier
/// one, and a command that is delivered twice meets its own first event.
class DenialHandler {

    static final String TYPE = "denial";

    private final EventBus events;

    DenialHandler(EventBus events) {
        this.events = events;
    }

    @CommandHandler
    void handle(RecordDenial command) {
        AccessDenied denied =
                new AccessDenied(
                        command.plane(),
                        command.failure(),
                        command.route(),
                        command.key(),
                        command.count(),
                        command.from(),
                        command.to(),
                        command.parts());
        events.publish(new GenericDomainEventMessage<>(TYPE, command.denial(), 0, denied));
    }
}
