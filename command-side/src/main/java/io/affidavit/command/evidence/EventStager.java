package io.affidavit.command.evidence;

import io.affidavit.schemas.evidence.LogOrigin;
import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.PartBearing;
import io.affidavit.schemas.evidence.RecordActor;
import io.affidavit.schemas.evidence.RecordAggregate;
import io.affidavit.schemas.evidence.RecordDraft;
import io.affidavit.schemas.evidence.RecordLinks;
import io.affidavit.schemas.evidence.RecordPayload;
import io.affidavit.schemas.evidence.RecordTemplate;
import io.affidavit.schemas.evidence.SealedPart;
import io.affidavit.schemas.serial.Actor;
import io.affidavit.schemas.serial.EventNames;
import io.affidavit.schemas.serial.EventSerializer;
import io.affidavit.schemas.value.DomainEvent;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;

/// Makes events ready for the log on their caller's thread: canonical bytes, sealed parts, checked
/// form and size. What fails here fails its own command before anything is queued.
final class EventStager {

    private final LogOrigin origin;
    private final String nodeId;
    private final PartVault vault;

    EventStager(LogOrigin origin, String nodeId, PartVault vault) {
        this.origin = origin;
        this.nodeId = nodeId;
        this.vault = vault;
    }

    /// Makes the events of one unit of work ready.
    List<StagedEvent> stage(List<? extends EventMessage<?>> events) {
        List<StagedEvent> staged = new ArrayList<>(events.size());
        for (EventMessage<?> event : events) {
            staged.add(stage(event));
        }
        return staged;
    }

    StagedEvent stage(EventMessage<?> message) {
        if (!(message.getPayload() instanceof DomainEvent event)) {
            throw new IllegalArgumentException(
                    "event: " + message.getPayloadType().getName() + " (expected: DomainEvent)");
        }
        EventNames.EventName name = EventNames.of(event.getClass());
        RecordAggregate aggregate = aggregate(message, name.type());
        RecordLinks links = LiveEvents.links(event, message.getMetaData());
        Actor actor = Actor.from(message.getMetaData());
        RecordActor by = new RecordActor(actor.kind(), actor.id(), actor.via());

        List<SealedPart> parts = seal(message.getIdentifier(), links, event);
        List<Part.Reference> references = parts.stream().map(SealedPart::reference).toList();
        RecordTemplate template =
                RecordTemplate.of(
                        new RecordDraft(
                                origin,
                                nodeId,
                                aggregate,
                                by,
                                links,
                                new RecordPayload(
                                        message.getIdentifier(),
                                        name.type(),
                                        Integer.parseInt(name.revision()),
                                        EventSerializer.data(event),
                                        references)));
        return new StagedEvent(
                template,
                AggregateKey.of(aggregate.type(), aggregate.id()),
                Math.toIntExact(aggregate.sequence()),
                links.organization(),
                name.type(),
                parts,
                live(message, aggregate, withReferences(event, references), by, links));
    }

    private DomainEventMessage<?> live(
            EventMessage<?> message,
            RecordAggregate aggregate,
            DomainEvent payload,
            RecordActor by,
            RecordLinks links) {
        return new GenericDomainEventMessage<>(
                aggregate.type(),
                aggregate.id(),
                aggregate.sequence(),
                payload,
                LiveEvents.metaData(by, links, nodeId),
                message.getIdentifier(),
                message.getTimestamp());
    }

    private List<SealedPart> seal(String eventId, RecordLinks links, DomainEvent event) {
        if (!(event instanceof PartBearing bearing) || bearing.parts().isEmpty()) {
            return List.of();
        }
        List<SealedPart> parts = new ArrayList<>(bearing.parts().size());
        for (Part part : bearing.parts()) {
            switch (part) {
                case Part.Content content ->
                        parts.add(vault.seal(origin, eventId, links.organization(), content));
                case Part.Reference reference ->
                        throw new IllegalArgumentException(
                                "part: " + reference.name() + " (expected: not sealed yet)");
            }
        }
        return parts;
    }

    private static DomainEvent withReferences(DomainEvent event, List<Part.Reference> references) {
        return event instanceof PartBearing bearing && !references.isEmpty()
                ? (DomainEvent) bearing.withParts(List.copyOf(references))
                : event;
    }

    /// An event that belongs to no aggregate is one by itself.
    private static RecordAggregate aggregate(EventMessage<?> message, String type) {
        return message instanceof DomainEventMessage<?> domain && domain.getType() != null
                ? new RecordAggregate(
                        domain.getType(),
                        domain.getAggregateIdentifier(),
                        domain.getSequenceNumber())
                : new RecordAggregate(
                        type.substring(0, type.indexOf('.')), message.getIdentifier(), 0);
    }
}
