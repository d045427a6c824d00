package io.affidavit.command.evidence;

import io.affidavit.schemas.evidence.Frontier;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Where the log ends, as the writer left it, with what it knows of the tenants' chains and of the
/// aggregates' last sequences.
///
/// The end and the tenants' chains are true as long as the database's head is this one. A last
/// sequence stays worth something after another node's append, because stories only grow: it may be
/// too low, and then the unique index or a look at the story says so.
final class Head {

    private static final int MAX_ORGANIZATIONS = 10_000;
    private static final int MAX_AGGREGATES = 50_000;

    /// Ordinal of the log.
    final short log;

    /// Where the database keeps this version of its row. The row is changed by this address: an
    /// index would lead through every version that somebody's snapshot still holds.
    final String address;

    final long size;
    final long fence;
    final byte[] previous;
    final Instant at;
    final Frontier frontier;
    private final Map<String, Link> organizations;
    private final Map<UUID, Integer> lastSequences;

    /// The end of a tenant's chain.
    ///
    /// @param sequence of its last record, -1 for none
    /// @param leaf of its last record, 32 zero bytes for none
    @SuppressWarnings("ArrayRecordComponent") // a hash that nobody changes
    record Link(long sequence, byte[] leaf) {

        static final Link NONE = new Link(-1, new byte[32]);
    }

    /// A head just read, nothing else known.
    Head(
            short log,
            String address,
            long size,
            long fence,
            byte[] previous,
            Instant at,
            Frontier frontier) {
        this(
                log,
                address,
                size,
                fence,
                previous,
                at,
                frontier,
                bounded(MAX_ORGANIZATIONS),
                bounded(MAX_AGGREGATES));
    }

    private Head(
            short log,
            String address,
            long size,
            long fence,
            byte[] previous,
            Instant at,
            Frontier frontier,
            Map<String, Link> organizations,
            Map<UUID, Integer> lastSequences) {
        this.log = log;
        this.address = address;
        this.size = size;
        this.fence = fence;
        this.previous = previous;
        this.at = at;
        this.frontier = frontier;
        this.organizations = organizations;
        this.lastSequences = lastSequences;
    }

    /// The head after a batch was written; takes over what this one knew.
    ///
    /// @param written address of the row's new version
    Head after(Placement placed, String written) {
        organizations.putAll(placed.links());
        lastSequences.putAll(placed.lastSequences());
        return new Head(
                log,
                written,
                size + placed.count(),
                fence,
                placed.lastLeaf(),
                placed.at(),
                placed.frontier(),
                organizations,
                lastSequences);
    }

    /// Whether the log ends for another one where it ends for this one.
    boolean isSame(Head other) {
        return address.equals(other.address)
                && size == other.size
                && fence == other.fence
                && Arrays.equals(previous, other.previous);
    }

    /// Takes over what a head knows that was just read for a batch.
    void learnFrom(Head read) {
        organizations.putAll(read.organizations);
        lastSequences.putAll(read.lastSequences);
    }

    /// This head, just read, with the last sequences that another one knew beside its own.
    Head withStoriesOf(Head other) {
        other.lastSequences.putAll(lastSequences);
        return new Head(
                log,
                address,
                size,
                fence,
                previous,
                at,
                frontier,
                organizations,
                other.lastSequences);
    }

    @Nullable Link link(String organization) {
        return organizations.get(organization);
    }

    @Nullable Integer lastSequence(UUID aggregate) {
        return lastSequences.get(aggregate);
    }

    void learnLink(String organization, Link link) {
        organizations.put(organization, link);
    }

    void learnSequence(UUID aggregate, int last) {
        lastSequences.put(aggregate, last);
    }

    /// A map that forgets what was put first.
    private static <K, V> Map<K, V> bounded(int max) {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > max;
            }
        };
    }
}
