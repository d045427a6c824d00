package io.affidavit.schemas.evidence;

import io.affidavit.schemas.evidence.FormException.Rule;
import org.jspecify.annotations.Nullable;

/// A record with gaps: rendered and checked on the caller's thread, finished by the writer with a
/// few array copies.
///
/// Member order is the bytewise order of the keys: agg, at, by, call, cause, corr, data, id, log,
/// node, org, parts, pos, prev, rev, type, v.
public final class RecordTemplate {

    /// Longest record in bytes. Entry bundles of C2SP tlog-tiles have 16-bit lengths; half of that
    /// leaves room.
    public static final int MAX_BYTES = 32_768;

    private static final int HASH = 2 * Leaf.BYTES;
    private static final int LONGEST_DECIMAL = 19;
    private static final String VERSION = "1";

    private final byte[] text;
    private final Gaps gaps;

    private RecordTemplate(byte[] text, Gaps gaps) {
        this.text = text;
        this.gaps = gaps;
    }

    /// Renders a draft.
    ///
    /// @throws FormException if `data` is not canonical, or the record could grow over [#MAX_BYTES]
    /// @throws IllegalArgumentException if a string holds a lone surrogate
    public static RecordTemplate of(RecordDraft draft) {
        RecordPayload payload = draft.payload();
        CanonicalForm.checkData(payload.data());
        CanonicalWriter writer = new CanonicalWriter(payload.data().length + 640);
        writer.beginObject();
        aggregate(writer, draft.aggregate());
        int at = writer.name("at").hole();
        actor(writer, draft.actor());
        writer.name("call").value(draft.links().call());
        writer.name("cause").value(draft.links().cause());
        writer.name("corr").value(draft.links().correlation());
        writer.name("data").raw(payload.data());
        writer.name("id").value(payload.eventId());
        writer.name("log").value(draft.origin().value());
        int nodeSequence = node(writer, draft.nodeId());
        OrganizationGaps organization = organization(writer, draft.links().organization());
        parts(writer, payload);
        int position = writer.name("pos").hole();
        int previous = writer.name("prev").hole();
        writer.name("rev").decimal(payload.revision());
        writer.name("type").value(payload.type());
        writer.name("v").value(VERSION).endObject();
        return checked(
                new RecordTemplate(
                        writer.toBytes(),
                        new Gaps(at, nodeSequence, organization, position, previous)));
    }

    /// The most bytes the finished record can take.
    public int maxLength() {
        int decimals = gaps.organization == null ? 2 : 3;
        int hashes = gaps.organization == null ? 1 : 2;
        return text.length + RecordTime.LENGTH + decimals * LONGEST_DECIMAL + hashes * HASH;
    }

    /// The finished record: exactly the bytes to store and to hash.
    public byte[] splice(RecordPlace place) {
        OrganizationGaps organization = gaps.organization;
        int nodeWidth = AsciiDigits.width(place.nodeSequence());
        int positionWidth = AsciiDigits.width(place.position());
        int organizationWidth =
                organization == null ? 0 : AsciiDigits.width(place.organizationSequence());
        int length = text.length + RecordTime.LENGTH + HASH + nodeWidth + positionWidth;
        length += organization == null ? 0 : HASH + organizationWidth;
        byte[] record = new byte[length];
        int from = 0;
        int to = copy(from, gaps.at, record, 0);
        to = RecordTime.write(place.at(), record, to);
        to = copy(gaps.at, gaps.nodeSequence, record, to);
        to = AsciiDigits.decimal(place.nodeSequence(), nodeWidth, record, to);
        from = gaps.nodeSequence;
        if (organization != null) {
            to = copy(from, organization.previous, record, to);
            to = AsciiDigits.hex(place.organizationPrevious(), record, to);
            to = copy(organization.previous, organization.sequence, record, to);
            to = AsciiDigits.decimal(place.organizationSequence(), organizationWidth, record, to);
            from = organization.sequence;
        }
        to = copy(from, gaps.position, record, to);
        to = AsciiDigits.decimal(place.position(), positionWidth, record, to);
        to = copy(gaps.position, gaps.previous, record, to);
        to = AsciiDigits.hex(place.previous(), record, to);
        copy(gaps.previous, text.length, record, to);
        return record;
    }

    private static RecordTemplate checked(RecordTemplate template) {
        if (template.maxLength() > MAX_BYTES) {
            throw new FormException(MAX_BYTES, Rule.LENGTH);
        }
        return template;
    }

    private static void aggregate(CanonicalWriter writer, RecordAggregate aggregate) {
        writer.name("agg").beginObject();
        writer.name("id").value(aggregate.id());
        writer.name("seq").decimal(aggregate.sequence());
        writer.name("type").value(aggregate.type()).endObject();
    }

    private static void actor(CanonicalWriter writer, RecordActor actor) {
        writer.name("by").beginObject();
        writer.name("id").value(actor.id());
        writer.name("kind").value(actor.kind());
        writer.name("via").value(actor.via()).endObject();
    }

    private static int node(CanonicalWriter writer, String nodeId) {
        writer.name("node").beginObject().name("id").value(nodeId);
        int sequence = writer.name("seq").hole();
        writer.endObject();
        return sequence;
    }

    private static @Nullable OrganizationGaps organization(
            CanonicalWriter writer, @Nullable String organization) {
        writer.name("org");
        if (organization == null) {
            writer.nullValue();
            return null;
        }
        writer.beginObject().name("id").value(organization);
        int previous = writer.name("prev").hole();
        int sequence = writer.name("seq").hole();
        writer.endObject();
        return new OrganizationGaps(previous, sequence);
    }

    private static void parts(CanonicalWriter writer, RecordPayload payload) {
        writer.name("parts").beginArray();
        for (Part.Reference part : payload.parts()) {
            writer.beginObject();
            writer.name("c").value(part.commitment().value());
            writer.name("d").value(part.cipherDigest().value());
            writer.name("k").value(part.keyRef());
            writer.name("l").decimal(part.cipherLength());
            writer.name("m").value(part.mediaType());
            writer.name("n").value(part.name());
            writer.name("r").value(part.retention().code()).endObject();
        }
        writer.endArray();
    }

    private int copy(int from, int to, byte[] record, int at) {
        System.arraycopy(text, from, record, at, to - from);
        return at + to - from;
    }

    /// Indexes between the quotes of the empty strings in the text.
    private record Gaps(
            int at,
            int nodeSequence,
            @Nullable OrganizationGaps organization,
            int position,
            int previous) {}

    private record OrganizationGaps(int previous, int sequence) {}
}
