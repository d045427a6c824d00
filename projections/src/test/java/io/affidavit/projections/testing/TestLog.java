package io.affidavit.projections.testing;

import io.affidavit.schemas.access.LimitSet;
import io.affidavit.schemas.access.ProjectRegistered;
import io.affidavit.schemas.access.ScopeArchived;
import io.affidavit.schemas.access.ScopeRenamed;
import io.affidavit.schemas.access.TeamRegistered;
import io.affidavit.schemas.bundle.PartDisclosed;
import io.affidavit.schemas.call.CallAdmitted;
import io.affidavit.schemas.call.CallEvent;
import io.affidavit.schemas.call.CallRefused;
import io.affidavit.schemas.evidence.Frontier;
import io.affidavit.schemas.evidence.Leaf;
import io.affidavit.schemas.evidence.LogOrigin;
import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.PartBearing;
import io.affidavit.schemas.evidence.RecordActor;
import io.affidavit.schemas.evidence.RecordAggregate;
import io.affidavit.schemas.evidence.RecordDraft;
import io.affidavit.schemas.evidence.RecordLinks;
import io.affidavit.schemas.evidence.RecordPayload;
import io.affidavit.schemas.evidence.RecordPlace;
import io.affidavit.schemas.evidence.RecordTemplate;
import io.affidavit.schemas.evidence.RecordTime;
import io.affidavit.schemas.serial.EventNames;
import io.affidavit.schemas.serial.EventSerializer;
import io.affidavit.schemas.serial.RecordMetaData;
import io.affidavit.schemas.value.DomainEvent;
import io.affidavit.schemas.value.OrganizationId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/// A small, slow, independent writer of the log: one record at a time, straight from the format.
public final class TestLog {

    /// The origin of every test's log.
    public static final LogOrigin ORIGIN = LogOrigin.of("test.example", "0123456789abcdef", 2026);

    private static final RecordActor ACTOR = new RecordActor("service", "operator", "admin");

    private final JdbcTemplate sql;
    private final TestVault vault;
    private final Consumer<EventMessage<DomainEvent>> listener;
    private Frontier frontier = new Frontier();
    private final Map<UUID, Integer> sequences = new HashMap<>();
    private final Map<String, Link> links = new HashMap<>();
    private final Map<UUID, String> tenants = new HashMap<>();
    private LogOrigin origin = ORIGIN;
    private int log;
    private long told;
    private byte[] previous = Leaf.genesis(ORIGIN);
    private Instant at = Stories.AT;

    @SuppressWarnings("ArrayRecordComponent") // a hash that nobody changes
    private record Link(long sequence, byte[] leaf) {}

    private record Aggregate(String type, String id) {

        UUID key() {
            if (type.equals("call")) {
                return UUID.fromString(id);
            }
            ByteBuffer hash =
                    ByteBuffer.wrap(
                            Leaf.newDigest()
                                    .digest((type + "\n" + id).getBytes(StandardCharsets.UTF_8)));
            return new UUID(hash.getLong(), hash.getLong());
        }
    }

    /// Writes as superuser; tells the listener what a processor would get.
    public TestLog(JdbcTemplate superuser, Consumer<EventMessage<DomainEvent>> listener) {
        this.sql = superuser;
        this.vault = new TestVault(superuser);
        this.listener = listener;
        head();
    }

    private void head() {
        sql.update(
                "insert into evidence.head (log, origin, size, prev, at, frontier)"
                        + " values (?, ?, 0, ?, ?, '')",
                log,
                origin.value(),
                previous,
                RecordTime.format(at));
    }

    /// Goes on in another log. Stories go on, tenants' chains begin anew.
    public void openNext(LogOrigin next) {
        log++;
        origin = next;
        frontier = new Frontier();
        previous = Leaf.genesis(next);
        links.clear();
        head();
    }

    /// How many events were told, whatever log they stand in.
    public long told() {
        return told;
    }

    /// The position of the next record.
    public long size() {
        return frontier.size();
    }

    /// The root of the tree.
    public byte[] root() {
        return frontier.root();
    }

    /// Appends events and returns the position of the last one.
    public long append(DomainEvent... events) {
        for (DomainEvent event : events) {
            append(event);
        }
        return size() - 1;
    }

    private void append(DomainEvent given) {
        long position = frontier.size();
        String eventId = new UUID(Stories.AT.toEpochMilli() << 16 | 0x7000, ~told).toString();
        told++;
        Aggregate aggregate = aggregate(given);
        String tenant = tenant(given, aggregate.key());
        DomainEvent event = vault.of(origin, log).seal(given, eventId, tenant, position);
        EventNames.EventName name = EventNames.of(event.getClass());
        int sequence = sequences.merge(aggregate.key(), 0, (was, zero) -> was + 1);
        Link link = links.getOrDefault(tenant == null ? "" : tenant, new Link(-1, new byte[32]));
        at = at.plusMillis(1);
        byte[] rec =
                RecordTemplate.of(
                                new RecordDraft(
                                        origin,
                                        Stories.NODE.value(),
                                        new RecordAggregate(
                                                aggregate.type(), aggregate.id(), sequence),
                                        ACTOR,
                                        new RecordLinks(
                                                tenant,
                                                event instanceof CallEvent call
                                                        ? call.callId().toString()
                                                        : null,
                                                null,
                                                null),
                                        new RecordPayload(
                                                eventId,
                                                name.type(),
                                                Integer.parseInt(name.revision()),
                                                EventSerializer.data(event),
                                                references(event))))
                        .splice(
                                new RecordPlace(
                                        at,
                                        link.leaf(),
                                        link.sequence() + 1,
                                        position,
                                        position,
                                        previous));
        byte[] leaf = Leaf.leaf(rec);
        frontier.append(leaf);
        previous = leaf;
        write(position, rec, leaf, name.type(), aggregate.key(), sequence, tenant);
        if (tenant != null) {
            links.put(tenant, new Link(link.sequence() + 1, leaf));
            link(tenant, link.sequence() + 1, leaf);
        }
        listener.accept(
                new GenericEventMessage<>(
                        eventId,
                        event,
                        MetaData.with(RecordMetaData.NODE, Stories.NODE.value()),
                        at));
    }

    private void write(
            long position,
            byte[] rec,
            byte[] leaf,
            String type,
            UUID aggregate,
            int sequence,
            @Nullable String tenant) {
        sql.update(
                "insert into evidence.record (log, pos, rec, leaf, type, agg, agg_seq, org)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?)",
                log,
                position,
                rec,
                leaf,
                type,
                aggregate,
                sequence,
                tenant);
        sql.update(
                "update evidence.head set size = ?, prev = ?, at = ?, frontier = ? where log = ?",
                frontier.size(),
                leaf,
                RecordTime.format(at),
                frontier.toBytes(),
                log);
    }

    private void link(String tenant, long sequence, byte[] leaf) {
        sql.update(
                "insert into evidence.org_head (log, org, seq, leaf) values (?, ?, ?, ?)"
                        + " on conflict (log, org) do update"
                        + " set seq = excluded.seq, leaf = excluded.leaf",
                log,
                tenant,
                sequence,
                leaf);
    }

    private static List<Part.Reference> references(DomainEvent event) {
        return event instanceof PartBearing bearing
                ? bearing.parts().stream().map(Part.Reference.class::cast).toList()
                : List.of();
    }

    /// The story that an event continues: that of its call, else that of its first component.
    private static Aggregate aggregate(DomainEvent event) {
        if (event instanceof CallEvent call) {
            return new Aggregate("call", call.callId().toString());
        }
        if (event instanceof PartDisclosed disclosed) {
            return new Aggregate(
                    PartDisclosed.STORY, PartDisclosed.storyOf(disclosed.about(), disclosed.id()));
        }
        if (event instanceof LimitSet set) {
            return new Aggregate("limit", set.terms().limit().toString());
        }
        if (event instanceof TeamRegistered
                || event instanceof ProjectRegistered
                || event instanceof ScopeRenamed
                || event instanceof ScopeArchived) {
            return new Aggregate("organization", String.valueOf(organization(event)));
        }
        String type = EventNames.of(event.getClass()).type();
        String noun = type.substring(0, type.indexOf('.'));
        return new Aggregate(noun, component(event, 0).toString());
    }

    private @Nullable String tenant(DomainEvent event, UUID aggregate) {
        String own =
                switch (event) {
                    case CallAdmitted admitted -> admitted.organization().value();
                    case CallRefused refused -> refused.organization().value();
                    case CallEvent _ -> tenants.get(aggregate);
                    default -> organization(event);
                };
        if (own != null) {
            tenants.put(aggregate, own);
        }
        return own;
    }

    private static @Nullable String organization(DomainEvent event) {
        int count = event.getClass().getRecordComponents().length;
        for (int i = 0; i < count; i++) {
            if (component(event, i) instanceof OrganizationId organization) {
                return organization.value();
            }
        }
        return null;
    }

    private static Object component(DomainEvent event, int index) {
        try {
            var accessor = event.getClass().getRecordComponents()[index].getAccessor();
            Object value = accessor.invoke(event);
            return value == null ? "" : value;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
