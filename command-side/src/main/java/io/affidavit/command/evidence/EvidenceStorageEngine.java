package io.affidavit.command.evidence;

import io.affidavit.schemas.serial.StreamName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;

/// Axon's storage engine over the log.
///
/// Axon hands events over while a unit of work prepares its commit. They are only made ready there;
/// the append happens when the unit of work commits, blocking, because whatever failed in between
/// must leave no record behind, and whatever fails here must still roll back (Axon 4.13.0 swallows
/// exceptions of later phases).
public final class EvidenceStorageEngine implements EventStorageEngine {

    private static final String STAGED = EvidenceStorageEngine.class.getName();

    private final EventStager stager;
    private final AppendWriter writer;
    private final RecordTable table;
    private final ReceiptSigner receipts;

    EvidenceStorageEngine(
            EventStager stager, AppendWriter writer, RecordTable table, ReceiptSigner receipts) {
        this.stager = stager;
        this.writer = writer;
        this.table = table;
        this.receipts = receipts;
    }

    @Override
    public void appendEvents(List<? extends EventMessage<?>> events) {
        if (events.isEmpty()) {
            return;
        }
        List<StagedEvent> staged = stager.stage(events);
        if (!CurrentUnitOfWork.isStarted()) {
            receipt(writer.append(new Append(staged, null, null, null)));
            return;
        }
        UnitOfWork<?> root = CurrentUnitOfWork.get().root();
        List<StagedEvent> all =
                root.getOrComputeResource(
                        STAGED,
                        key -> {
                            List<StagedEvent> begun = new ArrayList<>(staged.size());
                            root.onCommit(unitOfWork -> append(unitOfWork, begun));
                            return begun;
                        });
        all.addAll(staged);
    }

    private void append(UnitOfWork<?> unitOfWork, List<StagedEvent> staged) {
        AppendAlternative other = AppendAlternative.of(unitOfWork, staged.getFirst());
        AppendVariants variants = AppendVariants.of(unitOfWork, staged.getLast());
        Append append =
                new Append(
                        staged,
                        other == null ? null : reason -> stager.stage(other.message(reason)),
                        variants == null
                                ? null
                                : new Append.Variants(
                                        variants.facts(),
                                        fact -> stager.stage(variants.message(fact))),
                        AppendPremise.of(unitOfWork));
        try {
            Placement.Placed last = writer.append(append);
            AppendHearing.tell(unitOfWork, append.seen());
            if (CommandReceipt.isRequested(unitOfWork)) {
                receipt(last);
            }
        } catch (RuntimeException e) {
            Placement.Placed instead = append.instead();
            if (instead != null && other != null && other.isEnd()) {
                receipt(instead);
            }
            throw e;
        }
    }

    /// Signs for what is durable, on the thread of the caller that waited for it.
    private void receipt(Placement.Placed record) {
        if (receipts.canSign()) {
            CommandReceipt.keep(() -> receipts.sign(record.position(), record.leaf()).toString());
        }
    }

    /// Snapshots are not used: stories are short, and a record must never stand in two forms.
    @Override
    public void storeSnapshot(DomainEventMessage<?> snapshot) {
        throw new UnsupportedOperationException("snapshots are not used");
    }

    @Override
    public Optional<DomainEventMessage<?>> readSnapshot(String aggregateIdentifier) {
        return Optional.empty();
    }

    @Override
    public Stream<? extends TrackedEventMessage<?>> readEvents(
            @Nullable TrackingToken trackingToken, boolean mayBlock) {
        return Stream.iterate(
                        table.from(placeAfter(trackingToken)),
                        page -> !page.isEmpty(),
                        page -> table.from(placeAfter(page.getLast().trackingToken())))
                .flatMap(List::stream);
    }

    /// Reads an aggregate's story.
    ///
    /// @param aggregateIdentifier a [StreamName]
    @Override
    public DomainEventStream readEvents(String aggregateIdentifier, long firstSequenceNumber) {
        return DomainEventStream.of(
                table.story(StreamName.parse(aggregateIdentifier), firstSequenceNumber));
    }

    @Override
    public Optional<Long> lastSequenceNumberFor(String aggregateIdentifier) {
        return table.lastSequence(StreamName.parse(aggregateIdentifier));
    }

    /// Before the first position: nothing was read.
    @Override
    @SuppressWarnings("NullAway") // Axon's way to say "from the beginning"
    public TrackingToken createTailToken() {
        return null;
    }

    @Override
    public TrackingToken createHeadToken() {
        return new GlobalSequenceTrackingToken(table.lastPlace());
    }

    static long placeAfter(@Nullable TrackingToken token) {
        return switch (token) {
            case null -> 0;
            case GlobalSequenceTrackingToken plain -> plain.getGlobalIndex() + 1;
            default -> token.position().orElse(-1) + 1; // a replay token wraps a plain one
        };
    }
}
