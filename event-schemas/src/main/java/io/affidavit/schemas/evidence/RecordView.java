package io.affidavit.schemas.evidence;

import io.affidavit.schemas.value.Digest;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A stored record, read back. Components are named and ordered like the members of the format.
///
/// @param agg whose story it continues
/// @param at append time, UTC, whole microseconds
/// @param by who caused it
/// @param call call in whose history it stands
/// @param cause id of the message that led to it
/// @param corr id of the message that began the exchange
/// @param data the event's public components, exactly as stored
/// @param id id of the event
/// @param log origin it was appended under
/// @param node the process that appended it
/// @param org its place in the tenant's chain; null for a house-wide event
/// @param parts what it says about the event's sealed parts
/// @param pos its place in the log, from 0
/// @param prev leaf hash of the record before
/// @param rev revision of the shape of `data`
/// @param type logical name of the event
/// @param v version of the envelope, always `1`
@SuppressWarnings("ArrayRecordComponent") // a slice of stored bytes, handed to a JSON parser
public record RecordView(
        RecordAggregate agg,
        Instant at,
        RecordActor by,
        @Nullable String call,
        @Nullable String cause,
        @Nullable String corr,
        byte[] data,
        String id,
        LogOrigin log,
        RecordNode node,
        @Nullable RecordOrganization org,
        List<Part.Reference> parts,
        long pos,
        Digest prev,
        int rev,
        String type,
        String v) {

    public RecordView {
        parts = List.copyOf(parts);
    }

    /// Reads a record strictly: canonical bytes, exactly the members of the format, each in its own
    /// form.
    ///
    /// @throws FormException naming the first offset that is not so
    public static RecordView parse(byte[] record) {
        return new RecordParser(record).parse();
    }

    /// What the record was rendered from.
    public RecordDraft draft() {
        return new RecordDraft(
                log,
                node.id(),
                agg,
                by,
                new RecordLinks(org == null ? null : org.id(), call, cause, corr),
                new RecordPayload(id, type, rev, data, parts));
    }

    /// What the writer decided about it.
    public RecordPlace place() {
        return new RecordPlace(
                at,
                org == null ? new byte[Leaf.BYTES] : org.previous().bytes(),
                org == null ? 0 : org.sequence(),
                node.sequence(),
                pos,
                prev.bytes());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RecordView that
                && Arrays.equals(data, that.data)
                && draft().equals(that.draft())
                && at.equals(that.at)
                && node.equals(that.node)
                && Objects.equals(org, that.org)
                && pos == that.pos
                && prev.equals(that.prev);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return type + '@' + rev + " at " + pos;
    }
}
