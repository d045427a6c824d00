package io.affidavit.command.evidence;

import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.AbstractEventStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.jspecify.annotations.Nullable;

/// Axon's event store over the log. Its streams carry plain sequence tokens, deliver only committed
/// records in the order of their positions, and are woken by the writer.
public final class EvidenceEventStore extends AbstractEventStore {

    private final CommittedRing ring;
    private final MissingRecords missing;
    private final RecordTable table;
    private final Lookout lookout;

    private EvidenceEventStore(
            Builder builder, CommittedRing ring, RecordTable table, Lookout lookout) {
        super(builder);
        this.ring = ring;
        this.missing = new MissingRecords(ring, table);
        this.table = table;
        this.lookout = lookout;
    }

    static EvidenceEventStore over(
            EventStorageEngine engine, CommittedRing ring, RecordTable table, Lookout lookout) {
        Builder builder = new Builder();
        builder.storageEngine(engine);
        return new EvidenceEventStore(builder, ring, table, lookout);
    }

    @Override
    public BlockingStream<TrackedEventMessage<?>> openStream(
            @Nullable TrackingToken trackingToken) {
        long first = EvidenceStorageEngine.placeAfter(trackingToken);
        return new LogStream(ring, missing, table, lookout, first);
    }

    private static final class Builder extends AbstractEventStore.Builder {}
}
