package io.affidavit.command.evidence;

import io.affidavit.schemas.evidence.EvidenceCommand.RecordHeartbeat;
import io.affidavit.schemas.evidence.EvidenceCommand.ReportTampering;
import io.affidavit.schemas.evidence.EvidenceEvent;
import io.affidavit.schemas.evidence.LogHeartbeat;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventhandling.EventBus;
import org.axonframework.eventhandling.GenericDomainEventMessage;

/// Puts on record what the sealer has to say. Each fact is a story of its own: whoever says the
/// same again meets its own first event.
class EvidenceHandler {

    private final EventBus events;

    EvidenceHandler(EventBus events) {
        this.events = events;
    }

    @CommandHandler
    void handle(RecordHeartbeat command) {
        publish("heartbeat", command.beat(), new LogHeartbeat(command.quietSeconds()));
    }

    @CommandHandler
    void handle(ReportTampering command) {
        publish("tampering", command.report(), command.finding());
    }

    private void publish(String type, String id, EvidenceEvent event) {
        events.publish(new GenericDomainEventMessage<>(type, id, 0, event));
    }
}
