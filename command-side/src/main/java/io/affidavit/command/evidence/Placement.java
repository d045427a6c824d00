package io.affidavit.command.evidence;

import io.affidavit.schemas.evidence.Frontier;
import io.affidavit.schemas.evidence.Leaf;
import io.affidavit.schemas.evidence.RecordPlace;
import io.affidavit.schemas.evidence.SealedPart;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A batch with every record finished: positions, chain, tenants' chains, hashes. Nothing of it is
/// real until it is written; the head it was made from stays as it was.
final class Placement {

    /// One finished record.
    @SuppressWarnings("ArrayRecordComponent") // on its way into one statement
    record Placed(long position, byte[] record, byte[] leaf, StagedEvent event) {}

    /// One blob of a record.
    @SuppressWarnings("ArrayRecordComponent") // on its way into one statement
    record PlacedPart(long position, String name, byte[] blob) {}

    private final Head from;
    private final Instant at;
    private final long firstNodeSequence;
    private final Frontier frontier;
    private final MessageDigest digest;
    private final List<Placed> records = new ArrayList<>(AppendQueue.MAX_EVENTS);
    private final List<PlacedPart> parts = new ArrayList<>();
    private final Map<String, Head.Link> links = new HashMap<>();
    private final Map<UUID, Integer> lastSequences = new HashMap<>();
    private byte[] previous;

    Placement(Head from, Instant at, long firstNodeSequence, MessageDigest digest) {
        this.from = from;
        this.at = at;
        this.firstNodeSequence = firstNodeSequence;
        this.frontier = from.frontier.copy();
        this.digest = digest;
        this.previous = from.previous;
    }

    /// The first event that does not continue its aggregate's story exactly where it ends, or null.
    /// Uniqueness alone would let a record follow one that its decider never saw.
    @Nullable StagedEvent misfit(List<StagedEvent> events) {
        return misfit(events, lastSequences, from);
    }

    /// The same over what is said to have been placed so far.
    static @Nullable StagedEvent misfit(
            List<StagedEvent> events, Map<UUID, Integer> placed, Head from) {
        Map<UUID, Integer> tentative = HashMap.newHashMap(2);
        for (StagedEvent event : events) {
            UUID aggregate = event.aggregate();
            Integer last = tentative.get(aggregate);
            if (last == null) {
                last = placed.get(aggregate);
            }
            if (last == null) {
                last = from.lastSequence(aggregate);
            }
            // Never seen before: the unique index has the last word.
            if (event.sequence() != (last == null ? 0 : last + 1)) {
                return event;
            }
            tentative.put(aggregate, event.sequence());
        }
        return null;
    }

    /// Gives an append its places.
    ///
    /// @return its last event's record
    Placed add(List<StagedEvent> events) {
        events.forEach(this::place);
        return records.getLast();
    }

    private void place(StagedEvent event) {
        long position = from.size + records.size();
        String organization = event.organization();
        Head.Link link = organization == null ? Head.Link.NONE : link(organization);
        byte[] record =
                event.template()
                        .splice(
                                new RecordPlace(
                                        at,
                                        link.leaf(),
                                        link.sequence() + 1,
                                        firstNodeSequence + records.size(),
                                        position,
                                        previous));
        byte[] leaf = Leaf.leaf(digest, record);
        frontier.append(leaf);
        previous = leaf;
        if (organization != null) {
            links.put(organization, new Head.Link(link.sequence() + 1, leaf));
        }
        lastSequences.put(event.aggregate(), event.sequence());
        records.add(new Placed(position, record, leaf, event));
        for (SealedPart part : event.parts()) {
            parts.add(new PlacedPart(position, part.reference().name(), part.blob()));
        }
    }

    private Head.Link link(String organization) {
        Head.Link link = links.get(organization);
        if (link == null) {
            link = from.link(organization);
        }
        if (link == null) {
            throw new IllegalStateException("chain of " + organization + " was not read");
        }
        return link;
    }

    Head from() {
        return from;
    }

    Instant at() {
        return at;
    }

    Frontier frontier() {
        return frontier;
    }

    byte[] lastLeaf() {
        return previous;
    }

    int count() {
        return records.size();
    }

    List<Placed> records() {
        return records;
    }

    List<PlacedPart> parts() {
        return parts;
    }

    Map<String, Head.Link> links() {
        return links;
    }

    Map<UUID, Integer> lastSequences() {
        return lastSequences;
    }
}
