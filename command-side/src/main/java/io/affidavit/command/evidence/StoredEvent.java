package io.affidavit.command.evidence;

import io.affidavit.schemas.evidence.LogPlace;
import io.affidavit.schemas.evidence.RecordView;
import io.affidavit.schemas.serial.EventNames;
import io.affidavit.schemas.value.DomainEvent;
import java.time.Instant;
import java.util.Map;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericTrackedDomainEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;

/// A record read back, parsed when somebody asks for more than its type: on a node among several
/// most records are other nodes' calls, which the catalogue only passes by.
final class StoredEvent
        implements DomainEventMessage<DomainEvent>, TrackedEventMessage<DomainEvent> {

    private static final long serialVersionUID = 1L;

    private final GlobalSequenceTrackingToken token;
    private final Class<? extends DomainEvent> payloadType;
    private final byte[] record;
    private transient volatile @Nullable DomainEventMessage<DomainEvent> parsed;

    /// @param place where it stands, packed
    /// @param type the record's logical name
    /// @throws IllegalArgumentException for an unknown name
    StoredEvent(long place, String type, byte[] record) {
        this.token = new GlobalSequenceTrackingToken(place);
        this.payloadType = EventNames.of(type).event();
        this.record = record;
    }

    private DomainEventMessage<DomainEvent> message() {
        DomainEventMessage<DomainEvent> known = parsed;
        if (known == null) {
            RecordView view = RecordView.parse(record);
            LogPlace place = LogPlace.of(token.getGlobalIndex());
            if (view.pos() != place.position()
                    || !EventNames.of(view.type()).event().equals(payloadType)) {
                throw new IllegalArgumentException(
                        "record: %s at %d (expected: %s at %s, as its row says)"
                                .formatted(
                                        view.type(),
                                        view.pos(),
                                        payloadType.getSimpleName(),
                                        place));
            }
            known = LiveEvents.domain(view);
            parsed = known;
        }
        return known;
    }

    @Override
    @SuppressWarnings({"unchecked", "rawtypes"}) // the class is what the payload will be
    public Class<DomainEvent> getPayloadType() {
        return (Class) payloadType;
    }

    @Override
    public TrackingToken trackingToken() {
        return token;
    }

    @Override
    public DomainEvent getPayload() {
        return message().getPayload();
    }

    @Override
    public String getIdentifier() {
        return message().getIdentifier();
    }

    @Override
    public MetaData getMetaData() {
        return message().getMetaData();
    }

    @Override
    public Instant getTimestamp() {
        return message().getTimestamp();
    }

    @Override
    public long getSequenceNumber() {
        return message().getSequenceNumber();
    }

    @Override
    public String getAggregateIdentifier() {
        return message().getAggregateIdentifier();
    }

    @Override
    public String getType() {
        return message().getType();
    }

    @Override
    public GenericTrackedDomainEventMessage<DomainEvent> withMetaData(Map<String, ?> metaData) {
        return new GenericTrackedDomainEventMessage<>(token, message().withMetaData(metaData));
    }

    @Override
    public GenericTrackedDomainEventMessage<DomainEvent> andMetaData(Map<String, ?> metaData) {
        return new GenericTrackedDomainEventMessage<>(token, message().andMetaData(metaData));
    }

    @Override
    public GenericTrackedDomainEventMessage<DomainEvent> withTrackingToken(TrackingToken other) {
        return new GenericTrackedDomainEventMessage<>(other, message());
    }
}
