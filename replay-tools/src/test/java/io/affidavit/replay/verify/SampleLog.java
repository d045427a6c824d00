package io.affidavit.replay.verify;

import io.affidavit.replay.proof.TestLogKeys;
import io.affidavit.schemas.call.CallAdmitted;
import io.affidavit.schemas.call.CallCompleted;
import io.affidavit.schemas.call.GuardrailJudged;
import io.affidavit.schemas.call.RouteChosen;
import io.affidavit.schemas.evidence.Frontier;
import io.affidavit.schemas.evidence.Leaf;
import io.affidavit.schemas.evidence.LogOpened;
import io.affidavit.schemas.evidence.LogOrigin;
import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.RecordActor;
import io.affidavit.schemas.evidence.RecordAggregate;
import io.affidavit.schemas.evidence.RecordDraft;
import io.affidavit.schemas.evidence.RecordLinks;
import io.affidavit.schemas.evidence.RecordPayload;
import io.affidavit.schemas.evidence.RecordPlace;
import io.affidavit.schemas.evidence.RecordTemplate;
import io.affidavit.schemas.evidence.RetentionClass;
import io.affidavit.schemas.evidence.SealedPart;
import io.affidavit.schemas.serial.EventSerializer;
import io.affidavit.schemas.testing.Samples;
import io.affidavit.schemas.value.DomainEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A small log, made with the ground's templates and none of the appender's code. It can also be
/// made wrong, with everything behind the flaw chained as if it were right.
public final class SampleLog {

    public static final LogOrigin ORIGIN = new LogOrigin("test.example/0123456789abcdef/2026");

    /// The keys that its first record names.
    public static final TestLogKeys LOG_KEYS = new TestLogKeys(ORIGIN);

    private static final String NODE = "node56789abcdefG";
    private static final RecordActor ACTOR = new RecordActor("virtual_key", "0Az123456789", "data");
    private static final DomainEvent[] CALL = {
        Samples.of(CallAdmitted.class),
        Samples.of(GuardrailJudged.class),
        Samples.of(RouteChosen.class),
        Samples.of(GuardrailJudged.class),
        Samples.of(CallCompleted.class)
    };

    /// A finished record with what a database keeps beside it.
    @SuppressWarnings("ArrayRecordComponent") // test data, compared by hand
    public record Row(
            long position,
            byte[] bytes,
            byte[] leaf,
            String type,
            UUID aggregate,
            int sequence,
            @Nullable String organization,
            List<SealedPart> parts) {

        StoredRecord stored() {
            RecordColumns columns =
                    new RecordColumns(
                            leaf,
                            ascii(type),
                            aggregate,
                            sequence,
                            organization == null ? null : ascii(organization));
            return new StoredRecord(position, bytes, columns, storedParts());
        }

        private List<StoredPart> storedParts() {
            MessageDigest digest = Leaf.newDigest();
            return parts.stream()
                    .map(part ->
                            new StoredPart(
                                    part.reference().name(),
                                    part.blob().length,
                                    digest.digest(part.blob())))
                    .toList();
        }
    }

    /// What an event is told to say of itself.
    @SuppressWarnings("ArrayRecordComponent") // test data, compared by hand
    public record Entry(
            String type,
            String aggregateType,
            String aggregateId,
            long sequence,
            @Nullable String organization,
            byte[] data,
            List<Part.Content> parts) {}

    private final List<Row> rows = new ArrayList<>();
    private final Map<String, ChainEnd> organizations = new TreeMap<>();
    private final Map<String, Long> sequences = new HashMap<>();
    private final Frontier frontier = new Frontier();
    private byte[] previous = Leaf.genesis(ORIGIN);
    private Instant at = Samples.AT;

    /// A log that was opened, and nothing else.
    public static SampleLog opened() {
        SampleLog log = new SampleLog();
        LogOpened opened =
                LogOpened.first(
                        ORIGIN.value(),
                        LOG_KEYS.ed25519Key().toString(),
                        LOG_KEYS.mlDsaKey().toString(),
                        LOG_KEYS.receiptKey().toString());
        byte[] data = EventSerializer.data(opened);
        log.append(
                new Entry("log.opened", "log", ORIGIN.value(), 0, null, data, List.of()),
                UnaryOperator.identity());
        return log;
    }

    /// A log with two organizations and this many whole calls of five records each.
    public static SampleLog withCalls(int calls) {
        SampleLog log = opened();
        log.append("organization.registered", "organization", "acme", "acme");
        log.append("organization.registered", "organization", "umbra", "umbra");
        for (int i = 0; i < calls; i++) {
            log.call(callId(i), i % 3 == 0 ? "umbra" : "acme");
        }
        return log;
    }

    public static String callId(long number) {
        return "019ab3c4-d5e6-7f00-8000-%012x".formatted(number);
    }

    /// One whole call.
    public void call(String id, String organization) {
        append("call.admitted", "call", id, organization, 0, text("request"));
        append("guardrail.judged", "call", id, organization, 1);
        append("route.chosen", "call", id, organization, 2);
        append("guardrail.judged", "call", id, organization, 3);
        append("call.completed", "call", id, organization, 4, text("response"));
    }

    /// The next record of an aggregate's story.
    public Row append(String type, String aggregate, String id, @Nullable String organization) {
        long next = sequences.merge(aggregate + id, 1L, Long::sum) - 1;
        byte[] data = "{}".getBytes(StandardCharsets.US_ASCII);
        return append(
                new Entry(type, aggregate, id, next, organization, data, List.of()),
                UnaryOperator.identity());
    }

    private void append(
            String type,
            String aggregate,
            String id,
            String organization,
            int step,
            Part.Content... parts) {
        byte[] data = EventSerializer.data(CALL[step]);
        append(
                new Entry(type, aggregate, id, step, organization, data, List.of(parts)),
                UnaryOperator.identity());
    }

    /// A record whose place was bent before it was written.
    public Row append(Entry entry, UnaryOperator<RecordPlace> bend) {
        long position = rows.size();
        at = at.plusNanos(17_000);
        String eventId = "019ab3c4-d5e6-7f01-9000-%012x".formatted(position);
        List<SealedPart> sealed =
                entry.parts().stream()
                        .map(part -> SampleParts.seal(ORIGIN, eventId, entry, part))
                        .toList();
        RecordDraft draft =
                new RecordDraft(
                        ORIGIN,
                        NODE,
                        new RecordAggregate(
                                entry.aggregateType(), entry.aggregateId(), entry.sequence()),
                        ACTOR,
                        new RecordLinks(
                                entry.organization(),
                                entry.aggregateType().equals("call") ? entry.aggregateId() : null,
                                null,
                                null),
                        new RecordPayload(
                                eventId,
                                entry.type(),
                                SampleParts.revision(entry.type()),
                                entry.data(),
                                sealed.stream().map(SealedPart::reference).toList()));
        ChainEnd link =
                organizations.getOrDefault(
                        String.valueOf(entry.organization()), new ChainEnd(-1, new byte[32]));
        byte[] bytes =
                RecordTemplate.of(draft)
                        .splice(
                                bend.apply(
                                        new RecordPlace(
                                                at,
                                                link.leaf(),
                                                link.sequence() + 1,
                                                position,
                                                position,
                                                previous)));
        return add(entry, bytes, link, sealed);
    }

    private Row add(Entry entry, byte[] bytes, ChainEnd link, List<SealedPart> sealed) {
        byte[] leaf = Leaf.leaf(bytes);
        frontier.append(leaf);
        previous = leaf;
        if (entry.organization() != null) {
            organizations.put(entry.organization(), new ChainEnd(link.sequence() + 1, leaf));
        }
        UUID aggregate =
                entry.aggregateType().equals("call")
                        ? UUID.fromString(entry.aggregateId())
                        : hashed(entry);
        Row row =
                new Row(
                        rows.size(),
                        bytes,
                        leaf,
                        entry.type(),
                        aggregate,
                        (int) entry.sequence(),
                        entry.organization(),
                        sealed);
        rows.add(row);
        return row;
    }

    public List<Row> rows() {
        return rows;
    }

    public long size() {
        return rows.size();
    }

    public byte[] previous() {
        return previous;
    }

    public Instant at() {
        return at;
    }

    public Frontier frontier() {
        return frontier;
    }

    public Map<String, ChainEnd> organizations() {
        return organizations;
    }

    private static Part.Content text(String name) {
        return Part.Content.text(name, RetentionClass.AIACT_6M, "the " + name);
    }

    private static UUID hashed(Entry entry) {
        byte[] hash =
                Leaf.newDigest()
                        .digest(
                                (entry.aggregateType() + "\n" + entry.aggregateId())
                                        .getBytes(StandardCharsets.UTF_8));
        ByteBuffer bytes = ByteBuffer.wrap(hash);
        return new UUID(bytes.getLong(), bytes.getLong());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
