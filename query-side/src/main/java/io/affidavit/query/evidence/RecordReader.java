package io.affidavit.query.evidence;

import io.affidavit.query.web.Problem;
import io.affidavit.schemas.evidence.LogPlace;
import io.affidavit.schemas.evidence.RecordView;
import io.affidavit.schemas.value.FailureCode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The SQL of the log itself.
public final class RecordReader {

    private static final String RECORD =
            "select log, pos, rec, leaf, type, agg, agg_seq, org from evidence.record where ";
    private static final String HEADS =
            "select log, origin, size, prev, frontier from evidence.head";

    private final JdbcClient sql;

    /// Reads with the reader's connection.
    public RecordReader(JdbcClient sql) {
        this.sql = sql;
    }

    /// Where a log ends.
    ///
    /// @param log its ordinal
    /// @param size number of records
    /// @param prev leaf hash of the last one
    /// @param frontier peaks of the tree, see [io.affidavit.schemas.evidence.Frontier]
    @SuppressWarnings("ArrayRecordComponent") // read once, compared once
    record HeadRow(int log, String origin, long size, byte[] prev, byte[] frontier) {}

    /// Where a tenant's chain ends in a log.
    @SuppressWarnings("ArrayRecordComponent") // read once, compared once
    record OrganizationHead(int log, String org, long seq, byte[] leaf) {}

    /// Neighbours of a record in its tenant's chain, as bytes; null where there is none.
    ///
    /// @param place of the record between them
    /// @param afterPlace of the later neighbour; meaningless when there is none
    @SuppressWarnings("ArrayRecordComponent") // read once, hashed once
    record OrganizationNeighbours(
            long place, byte @Nullable [] before, long afterPlace, byte @Nullable [] after) {}

    /// A stored ciphertext.
    @SuppressWarnings("ArrayRecordComponent") // read once, compared once
    record StoredPart(long place, String name, byte[] digest, long length) {}

    /// The log that is appended to.
    Optional<HeadRow> head() {
        return sql.sql(HEADS + " order by log desc limit 1")
                .query((row, number) -> head(row))
                .optional();
    }

    /// All logs in their order.
    List<HeadRow> heads() {
        return sql.sql(HEADS + " order by log").query((row, number) -> head(row)).list();
    }

    private static HeadRow head(ResultSet row) throws SQLException {
        return new HeadRow(
                row.getInt("log"),
                row.getString("origin"),
                row.getLong("size"),
                row.getBytes("prev"),
                row.getBytes("frontier"));
    }

    /// The first place at which something was appended at a moment or later; that behind the last
    /// one when nothing was. Append times never fall, there are no gaps, and a log begins later
    /// than the one before it ended.
    long firstAt(Instant moment) {
        long end = 0;
        for (HeadRow head : heads()) {
            long position = firstAt(head, moment);
            end = LogPlace.pack(head.log(), position);
            if (position < head.size()) {
                return end;
            }
        }
        return end;
    }

    private long firstAt(HeadRow head, Instant moment) {
        long low = 0;
        long high = head.size();
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (appendTime(LogPlace.pack(head.log(), middle)).isBefore(moment)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private Instant appendTime(long place) {
        RecordView view =
                at(List.of(place)).stream().findFirst().map(StoredRecord::view).orElse(null);
        if (view == null) {
            throw Problem.of(
                    FailureCode.EVIDENCE_UNAVAILABLE,
                    "position " + LogPlace.of(place) + ": no record (expected: a whole log)");
        }
        return view.at();
    }

    /// An aggregate's records in their order, from whatever logs.
    List<StoredRecord> ofAggregate(UUID aggregate) {
        return sql.sql(RECORD + "agg = ? order by agg_seq")
                .param(aggregate)
                .query((row, number) -> stored(row))
                .list();
    }

    List<StoredRecord> at(Collection<Long> places) {
        return sql.sql(RECORD + "(log, pos) in (select * from unnest(?::integer[], ?::bigint[]))")
                .param(logs(places))
                .param(positions(places))
                .query((row, number) -> stored(row))
                .list();
    }

    /// Records from a place on; one more than asked for. Log by log, so that each statement has the
    /// index of its conditions.
    List<StoredRecord> from(long place, EventFilter filter, int limit) {
        return from(
                place,
                limit + 1,
                (log, left) -> {
                    EventFilter within = filter.within(log.head());
                    return sql.sql(
                                    RECORD
                                            + "log = :log"
                                            + within.sql()
                                            + " order by pos limit :limit")
                            .params(within.parameters())
                            .param("from", log.from())
                            .param("limit", left)
                            .query((row, number) -> stored(row))
                            .list();
                });
    }

    /// Records of a type from a place on.
    List<StoredRecord> ofType(String type, long place, int limit) {
        return from(
                place,
                limit,
                (log, left) ->
                        sql.sql(
                                        RECORD
                                                + "log = ? and type = ? and pos >= ? and pos < ?"
                                                + " order by pos limit ?")
                                .params(log.head().log(), type, log.from(), log.head().size(), left)
                                .query((row, number) -> stored(row))
                                .list());
    }

    /// A log and where reading it begins.
    private record Beginning(HeadRow head, long from) {}

    private List<StoredRecord> from(
            long place, int limit, BiFunction<Beginning, Integer, List<StoredRecord>> read) {
        LogPlace first = LogPlace.of(place);
        List<StoredRecord> found = new ArrayList<>();
        for (HeadRow head : heads()) {
            if (head.log() >= first.log() && found.size() < limit) {
                long from = head.log() == first.log() ? first.position() : 0;
                found.addAll(read.apply(new Beginning(head, from), limit - found.size()));
            }
        }
        return found;
    }

    /// Records of several aggregates, each one's in their order.
    List<StoredRecord> ofAggregates(Collection<UUID> aggregates) {
        return sql.sql(RECORD + "agg = any (?) order by agg, agg_seq")
                .param(aggregates.toArray(UUID[]::new))
                .query((row, number) -> stored(row))
                .list();
    }

    List<OrganizationNeighbours> organizationNeighbours(
            Collection<Long> places, String[] organizations) {
        return sql.sql(
                        """
                        select p.log, p.pos, before.rec as before, after.pos as after_pos,
                            after.rec as after
                        from unnest(?::integer[], ?::bigint[], ?::text[]) as p(log, pos, org)
                        left join lateral
                            (select rec from evidence.record r
                             where r.log = p.log and r.org = p.org and r.pos < p.pos
                             order by r.pos desc limit 1) as before on true
                        left join lateral
                            (select pos, rec from evidence.record r
                             where r.log = p.log and r.org = p.org and r.pos > p.pos
                                and r.pos < (select size from evidence.head h where h.log = p.log)
                             order by r.pos limit 1) as after on true
                        """)
                .param(logs(places))
                .param(positions(places))
                .param(organizations)
                .query((row, number) ->
                        new OrganizationNeighbours(
                                LogPlace.pack(row.getInt("log"), row.getLong("pos")),
                                row.getBytes("before"),
                                LogPlace.pack(row.getInt("log"), row.getLong("after_pos")),
                                row.getBytes("after")))
                .list();
    }

    /// Ends of chains in all logs.
    List<OrganizationHead> organizationHeads(String[] organizations) {
        return sql.sql("select log, org, seq, leaf from evidence.org_head where org = any (?)")
                .param(organizations)
                .query((row, number) ->
                        new OrganizationHead(
                                row.getInt("log"),
                                row.getString("org"),
                                row.getLong("seq"),
                                row.getBytes("leaf")))
                .list();
    }

    /// Digests are computed where the ciphertexts lie: a body can be 16 MiB.
    List<StoredPart> parts(Collection<Long> places) {
        return sql.sql(
                        """
                        select log, pos, name, sha256(blob) as digest, length(blob) as length
                        from evidence.part
                        where (log, pos) in (select * from unnest(?::integer[], ?::bigint[]))
                        """)
                .param(logs(places))
                .param(positions(places))
                .query((row, number) ->
                        new StoredPart(
                                place(row),
                                row.getString("name"),
                                row.getBytes("digest"),
                                row.getLong("length")))
                .list();
    }

    private static Integer[] logs(Collection<Long> places) {
        return places.stream().map(place -> LogPlace.of(place).log()).toArray(Integer[]::new);
    }

    private static Long[] positions(Collection<Long> places) {
        return places.stream().map(place -> LogPlace.of(place).position()).toArray(Long[]::new);
    }

    private static long place(ResultSet row) throws SQLException {
        return LogPlace.pack(row.getInt("log"), row.getLong("pos"));
    }

    private static StoredRecord stored(ResultSet row) throws SQLException {
        return new StoredRecord(
                place(row),
                row.getBytes("rec"),
                row.getBytes("leaf"),
                row.getString("type"),
                row.getObject("agg", UUID.class),
                row.getInt("agg_seq"),
                row.getString("org"));
    }
}
