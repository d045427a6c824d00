package io.affidavit.command.bundle;

import io.affidavit.schemas.bundle.BundleCommand.RecordExport;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventhandling.EventBus;
import org.axonframework.eventhandling.GenericDomainEventMessage;

/// Puts exports on record. Each is a story of its own with one event, so that a command that is
/// delivered twice meets its own first event.
class ExportHandler {

    static final String TYPE = "bundle";

    private final EventBus events;

    ExportHandler(EventBus events) {
        this.events = events;
    }

    @CommandHandler
    void handle(RecordExport command) {
        events.publish(
                new GenericDomainEventMessage<>(TYPE, command.bundle(), 0, command.exported()));
    }
}
