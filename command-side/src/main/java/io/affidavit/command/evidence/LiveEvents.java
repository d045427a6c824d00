package io.affidavit.command.evidence;

import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.RecordActor;
import io.affidavit.schemas.evidence.RecordLinks;
import io.affidavit.schemas.evidence.RecordView;
import io.affidavit.schemas.serial.Actor;
import io.affidavit.schemas.serial.EventSerializer;
import io.affidavit.schemas.serial.RecordMetaData;
import io.affidavit.schemas.value.DomainEvent;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GenericTrackedDomainEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;

/// Turns records into the messages that processors see, the same from memory and from the table.
final class LiveEvents {

    private static final String TRACE = "traceId";
    private static final String CORRELATION = "correlationId";

    private LiveEvents() {}

    /// A record just committed.
    static TrackedEventMessage<?> of(long place, Placement.Placed placed, Instant at) {
        DomainEventMessage<?> live = placed.event().live();
        return tracked(
                place,
                new GenericDomainEventMessage<>(
                        live.getType(),
                        live.getAggregateIdentifier(),
                        live.getSequenceNumber(),
                        live.getPayload(),
                        live.getMetaData(),
                        live.getIdentifier(),
                        at));
    }

    /// A record read back, as an aggregate sees it.
    static DomainEventMessage<DomainEvent> domain(RecordView view) {
        List<Part.Reference> parts = view.parts();
        DomainEvent payload =
                EventSerializer.read(view.type(), Integer.toString(view.rev()), view.data(), parts);
        String organization = view.org() == null ? null : view.org().id();
        RecordLinks links = new RecordLinks(organization, view.call(), view.cause(), view.corr());
        return new GenericDomainEventMessage<DomainEvent>(
                view.agg().type(),
                view.agg().id(),
                view.agg().sequence(),
                payload,
                metaData(view.by(), links, view.node().id()),
                view.id(),
                view.at());
    }

    /// What a record says about its event beside the payload.
    static MetaData metaData(RecordActor actor, RecordLinks links, String nodeId) {
        Map<String, Object> entries = HashMap.newHashMap(8);
        entries.put(Actor.KIND, actor.kind());
        entries.put(Actor.ID, actor.id());
        entries.put(Actor.VIA, actor.via());
        entries.put(RecordMetaData.NODE, nodeId);
        put(entries, RecordMetaData.ORGANIZATION, links.organization());
        put(entries, CORRELATION, links.cause());
        put(entries, TRACE, links.correlation());
        return MetaData.from(entries);
    }

    /// The links of an event whose message carries Axon's correlation data.
    static RecordLinks links(Object payload, MetaData metaData) {
        return new RecordLinks(
                EventScope.organization(payload, metaData),
                EventScope.call(payload),
                text(metaData, CORRELATION),
                text(metaData, TRACE));
    }

    private static @Nullable String text(MetaData metaData, String key) {
        return metaData.get(key) instanceof String text ? text : null;
    }

    private static void put(Map<String, Object> entries, String key, @Nullable String value) {
        if (value != null) {
            entries.put(key, value);
        }
    }

    private static <T> TrackedEventMessage<T> tracked(long place, DomainEventMessage<T> message) {
        return new GenericTrackedDomainEventMessage<>(
                new GlobalSequenceTrackingToken(place), message);
    }
}
