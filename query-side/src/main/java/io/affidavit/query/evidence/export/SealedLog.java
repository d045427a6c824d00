package io.affidavit.query.evidence.export;

import io.affidavit.schemas.evidence.EvidenceEvent;
import io.affidavit.schemas.evidence.LogKeyAdded;
import io.affidavit.schemas.evidence.LogKeyRetired;
import io.affidavit.schemas.evidence.LogKeys;
import io.affidavit.schemas.evidence.LogOpened;
import io.affidavit.schemas.evidence.LogOrigin;
import io.affidavit.schemas.serial.EventNames;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The SQL of exports. Records and checkpoints never change, so every statement is a transaction of
/// its own: no long snapshot slows the writer down.
final class SealedLog {

    /// Types of the records that say who signs for the log.
    static final List<String> KEYS =
            Stream.of(LogOpened.class, LogKeyAdded.class, LogKeyRetired.class)
                    .map(event -> EventNames.of(event).type())
                    .toList();

    private static final int PAGE = 500;
    private static final int POSITIONS = 10_000;

    private final JdbcClient sql;
    private final Head head;

    private SealedLog(JdbcClient sql, Head head) {
        this.sql = sql;
        this.head = head;
    }

    /// All logs, as far as they go now; the one that is appended to first.
    static List<SealedLog> all(JdbcClient sql) {
        return sql
                .sql("select log, origin, size from evidence.head order by log desc")
                .query((row, number) ->
                        new Head(
                                row.getInt("log"),
                                new LogOrigin(row.getString("origin")),
                                row.getLong("size")))
                .list()
                .stream()
                .map(head -> new SealedLog(sql, head))
                .toList();
    }

    /// @param log its ordinal
    /// @param size number of records; none beyond is looked at
    record Head(int log, LogOrigin origin, long size) {}

    /// A record as stored, with the columns that say something about it.
    @SuppressWarnings("ArrayRecordComponent") // read once, written once
    record Row(long position, byte[] rec, byte[] leaf) {}

    Head head() {
        return head;
    }

    /// Where records of these stories stand below `before`, ascending.
    long[] ofStories(Collection<UUID> stories, long before) {
        return positions(
                "select pos from evidence.record where log = ? and agg = any (?::uuid[]) and pos < ?"
                        + " order by pos",
                texts(stories),
                before);
    }

    /// The same with those types alone, of nobody or of this organization.
    long[] ofStories(
            Collection<UUID> stories,
            long before,
            Collection<String> types,
            @Nullable String organization) {
        return positions(
                "select pos from evidence.record where log = ? and agg = any (?::uuid[]) and pos < ?"
                        + " and type = any (?) and (org is null or org = ?) order by pos",
                texts(stories),
                before,
                types.toArray(String[]::new),
                organization);
    }

    /// Where records of these rare types stand below `before`, ascending.
    long[] ofTypes(Collection<String> types, long before) {
        return positions(
                "select pos from evidence.record where log = ? and type = any (?) and pos < ?"
                        + " order by pos",
                types.toArray(String[]::new),
                before);
    }

    /// Where an organization's records of a rare type stand below `before`, ascending.
    long[] ofType(String type, String organization, long before) {
        return positions(
                "select pos from evidence.record where log = ? and type = ? and org = ? and pos < ?"
                        + " order by pos",
                type,
                organization,
                before);
    }

    /// Where an organization's records stand, `from` included, `before` not, ascending; with the
    /// nearest one on either side, that after them below `end`.
    ///
    /// @param most the first so many are found
    long[] ofOrganization(String organization, long from, long before, long end, int most) {
        LongStream.Builder found = LongStream.builder();
        long earlier = lastBelow(organization, from, List.of());
        if (earlier >= 0) {
            found.add(earlier);
        }
        collect(found, organization, from, before, most);
        Arrays.stream(between(organization, before, end, 1)).forEach(found::add);
        return found.build().toArray();
    }

    /// Where an organization's records stand below a position, ascending: back to the nearest one
    /// of none of these types, or to its first one.
    ///
    /// @param most the first so many are found
    long[] backToOther(String organization, long position, Collection<String> types, int most) {
        LongStream.Builder found = LongStream.builder();
        long other = lastBelow(organization, position, types);
        collect(found, organization, Math.max(other, 0), position, most);
        return found.build().toArray();
    }

    private void collect(
            LongStream.Builder found, String organization, long from, long before, int most) {
        int count = 0;
        long next = from;
        long[] page = between(organization, next, before, POSITIONS);
        while (page.length > 0 && count <= most) {
            Arrays.stream(page).forEach(found::add);
            count += page.length;
            next = page[page.length - 1] + 1;
            page = between(organization, next, before, POSITIONS);
        }
    }

    private long[] between(String organization, long from, long before, int most) {
        return positions(
                "select pos from evidence.record where log = ? and org = ?"
                        + " and pos >= ? and pos < ? order by pos limit ?",
                organization,
                from,
                before,
                most);
    }

    /// The organization's last record below a position of none of these types, -1 where there is
    /// none.
    private long lastBelow(String organization, long position, Collection<String> types) {
        return sql.sql(
                        "select coalesce(max(pos), -1) from evidence.record"
                                + " where log = ? and org = ? and pos < ? and type <> all (?)")
                .params(head.log(), organization, position, types.toArray(String[]::new))
                .query(Long.class)
                .single();
    }

    private static String[] texts(Collection<UUID> stories) {
        return stories.stream().map(UUID::toString).toArray(String[]::new);
    }

    private long[] positions(String query, @Nullable Object... parameters) {
        List<@Nullable Object> all = new ArrayList<>();
        all.add(head.log());
        all.addAll(Arrays.asList(parameters));
        return sql.sql(query).params(all).query(Long.class).list().stream()
                .mapToLong(Long::longValue)
                .toArray();
    }

    /// The records at these positions, which ascend, in their order.
    ///
    /// @param types only these; `null` for all
    /// @throws ExportFailure where one is missing
    void read(long[] positions, @Nullable Collection<String> types, Consumer<Row> each) {
        for (int from = 0; from < positions.length; from += PAGE) {
            long[] page =
                    Arrays.copyOfRange(positions, from, Math.min(positions.length, from + PAGE));
            List<Row> rows = page(page, types);
            if (types == null && rows.size() < page.length) {
                throw ExportFailure.unavailable(
                        "positions " + page[0] + " to " + page[page.length - 1] + ": not whole");
            }
            rows.forEach(each);
        }
    }

    private List<Row> page(long[] positions, @Nullable Collection<String> types) {
        return sql.sql(
                        "select pos, rec, leaf from evidence.record"
                                + " where log = :log and pos = any (:positions)"
                                + (types == null ? "" : " and type = any (:types)")
                                + " order by pos")
                .param("log", head.log())
                .param("positions", positions)
                .param("types", types == null ? null : types.toArray(String[]::new))
                .query((row, number) ->
                        new Row(row.getLong("pos"), row.getBytes("rec"), row.getBytes("leaf")))
                .list();
    }

    /// The log's keys, as its own records name them.
    ///
    /// @param size number of records that are looked at
    /// @throws ExportFailure where they do not follow from each other
    LogKeys keys(long size) {
        List<LogKeys> known = new ArrayList<>();
        try {
            read(
                    ofTypes(KEYS, size),
                    null,
                    row -> {
                        if (Records.event(row) instanceof EvidenceEvent event) {
                            known.add(
                                    event instanceof LogOpened opened
                                            ? LogKeys.of(head.origin(), opened)
                                            : known.getLast().with(row.position(), event));
                        }
                    });
            return known.getLast();
        } catch (NoSuchElementException | IllegalArgumentException e) {
            throw ExportFailure.unavailable("the log's keys do not follow from its records");
        }
    }

    /// The first position that was appended at a moment or later. Append times never fall, and
    /// there are no gaps.
    long firstAt(Instant moment) {
        long low = 0;
        long high = head.size();
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (appended(middle).isBefore(moment)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /// When the first record was appended.
    Instant openedAt() {
        return appended(0);
    }

    /// When the last record was appended.
    Instant lastAt() {
        return appended(head.size() - 1);
    }

    private Instant appended(long position) {
        Instant[] at = new Instant[1];
        read(new long[] {position}, null, row -> at[0] = Records.view(row).at());
        return Objects.requireNonNull(at[0]);
    }
}
