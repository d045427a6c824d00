package io.affidavit.command.bundle;

import io.affidavit.schemas.bundle.BundleCommand.RecordDisclosures;
import io.affidavit.schemas.bundle.BundleCommand.RecordExport;
import io.affidavit.schemas.bundle.PartDisclosed;
import io.affidavit.schemas.serial.StreamName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;

/// Puts exports, and what they disclose, on record. An export is a story of its own with one event,
/// so that a command that is delivered twice meets its own first event; a disclosure continues the
/// disclosures of the story whose texts they are.
class ExportHandler {

    static final String TYPE = "bundle";

    private final EventStore events;

    ExportHandler(EventStore events) {
        this.events = events;
    }

    @CommandHandler
    void handle(RecordExport command) {
        events.publish(
                new GenericDomainEventMessage<>(TYPE, command.bundle(), 0, command.exported()));
    }

    /// All of them or none. Who loses a race for a place in a story is tried again by the bus.
    @CommandHandler
    void handle(RecordDisclosures command) {
        Map<String, Long> next = new HashMap<>();
        List<EventMessage<?>> disclosures = new ArrayList<>();
        for (PartDisclosed disclosed : command.disclosed()) {
            String story = PartDisclosed.storyOf(disclosed.about(), disclosed.id());
            long sequence = next.computeIfAbsent(story, this::begin);
            disclosures.add(
                    new GenericDomainEventMessage<>(
                            PartDisclosed.STORY, story, sequence, disclosed));
            next.put(story, sequence + 1);
        }
        events.publish(disclosures);
    }

    private long begin(String story) {
        String name = new StreamName(PartDisclosed.STORY, story).toString();
        return events.lastSequenceNumberFor(name).map(last -> last + 1).orElse(0L);
    }
}
