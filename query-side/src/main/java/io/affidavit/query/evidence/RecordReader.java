package io.affidavit.query.evidence;

import io.affidavit.query.web.Problem;
import io.affidavit.schemas.evidence.RecordView;
import io.affidavit.schemas.value.FailureCode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The SQL of the log itself.
public final class RecordReader {

    private static final String RECORD =
            "select pos, rec, leaf, type, agg, agg_seq, org from evidence.record where log = 0";

    private final JdbcClient sql;

    /// Reads with the reader's connection.
    public RecordReader(JdbcClient sql) {
        this.sql = sql;
    }

    /// Where the log ends.
    ///
    /// @param size number of records
    /// @param prev leaf hash of the last one
    /// @param frontier peaks of the tree, see [io.affidavit.schemas.evidence.Frontier]
    @SuppressWarnings("ArrayRecordComponent") // read once, compared once
    record HeadRow(String origin, long size, byte[] prev, byte[] frontier) {}

    /// Where a tenant's chain ends.
    @SuppressWarnings("ArrayRecordComponent") // read once, compared once
    record OrganizationHead(String org, long seq, byte[] leaf) {}

    /// Neighbours of a record in its tenant's chain, as bytes; null where there is none.
    ///
    /// @param position of the record between them
    /// @param afterPosition of the later neighbour; 0 when there is none
    @SuppressWarnings("ArrayRecordComponent") // read once, hashed once
    record OrganizationNeighbours(
            long position, byte @Nullable [] before, long afterPosition, byte @Nullable [] after) {}

    /// A stored ciphertext.
    @SuppressWarnings("ArrayRecordComponent") // read once, compared once
    record StoredPart(long pos, String name, byte[] digest, long length) {}

    Optional<HeadRow> head() {
        return sql.sql("select origin, size, prev, frontier from evidence.head where log = 0")
                .query((row, number) ->
                        new HeadRow(
                                row.getString("origin"),
                                row.getLong("size"),
                                row.getBytes("prev"),
                                row.getBytes("frontier")))
                .optional();
    }

    /// The first position that was appended at a moment or later; the log's size when none was.
    /// Append times never fall, and there are no gaps.
    long firstAt(Instant moment) {
        long low = 0;
        long high = head().map(HeadRow::size).orElse(0L);
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (appendTime(middle).isBefore(moment)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private Instant appendTime(long position) {
        RecordView view =
                at(List.of(position)).stream().findFirst().map(StoredRecord::view).orElse(null);
        if (view == null) {
            throw Problem.of(
                    FailureCode.EVIDENCE_UNAVAILABLE,
                    "position " + position + ": no record (expected: a whole log)");
        }
        return view.at();
    }

    /// An aggregate's records in their order.
    List<StoredRecord> ofAggregate(UUID aggregate) {
        return sql.sql(RECORD + " and agg = ? order by agg_seq")
                .param(aggregate)
                .query((row, number) -> stored(row))
                .list();
    }

    List<StoredRecord> at(Collection<Long> positions) {
        return sql.sql(RECORD + " and pos = any (?)")
                .param(positions.toArray(Long[]::new))
                .query((row, number) -> stored(row))
                .list();
    }

    /// Records from a position on; one more than asked for.
    List<StoredRecord> from(long position, EventFilter filter, int limit) {
        return sql.sql(RECORD + filter.sql() + " order by pos limit :limit")
                .params(filter.parameters())
                .param("from", position)
                .param("limit", limit + 1)
                .query((row, number) -> stored(row))
                .list();
    }

    /// Records of a type from a position on.
    List<StoredRecord> ofType(String type, long position, int limit) {
        return sql.sql(RECORD + " and type = ? and pos >= ? order by pos limit ?")
                .params(type, position, limit)
                .query((row, number) -> stored(row))
                .list();
    }

    /// Records of several aggregates, each one's in their order.
    List<StoredRecord> ofAggregates(Collection<UUID> aggregates) {
        return sql.sql(RECORD + " and agg = any (?) order by agg, agg_seq")
                .param(aggregates.toArray(UUID[]::new))
                .query((row, number) -> stored(row))
                .list();
    }

    List<OrganizationNeighbours> organizationNeighbours(Long[] positions, String[] organizations) {
        return sql.sql(
                        """
                        select p.pos, before.rec as before, after.pos as after_pos,
                            after.rec as after
                        from unnest(?::bigint[], ?::text[]) as p(pos, org)
                        left join lateral
                            (select rec from evidence.record r
                             where log = 0 and r.org = p.org and r.pos < p.pos
                             order by r.pos desc limit 1) as before on true
                        left join lateral
                            (select pos, rec from evidence.record r
                             where log = 0 and r.org = p.org and r.pos > p.pos
                             order by r.pos limit 1) as after on true
                        """)
                .param(positions)
                .param(organizations)
                .query((row, number) ->
                        new OrganizationNeighbours(
                                row.getLong("pos"),
                                row.getBytes("before"),
                                row.getLong("after_pos"),
                                row.getBytes("after")))
                .list();
    }

    List<OrganizationHead> organizationHeads(String[] organizations) {
        return sql.sql(
                        "select org, seq, leaf from evidence.org_head where log = 0 and org = any (?)")
                .param(organizations)
                .query((row, number) ->
                        new OrganizationHead(
                                row.getString("org"), row.getLong("seq"), row.getBytes("leaf")))
                .list();
    }

    /// Digests are computed where the ciphertexts lie: a body can be 16 MiB.
    List<StoredPart> parts(Collection<Long> positions) {
        return sql.sql(
                        """
                        select pos, name, sha256(blob) as digest, length(blob) as length
                        from evidence.part where log = 0 and pos = any (?)
                        """)
                .param(positions.toArray(Long[]::new))
                .query((row, number) ->
                        new StoredPart(
                                row.getLong("pos"),
                                row.getString("name"),
                                row.getBytes("digest"),
                                row.getLong("length")))
                .list();
    }

    private static StoredRecord stored(ResultSet row) throws SQLException {
        return new StoredRecord(
                row.getLong("pos"),
                row.getBytes("rec"),
                row.getBytes("leaf"),
                row.getString("type"),
                row.getObject("agg", UUID.class),
                row.getInt("agg_seq"),
                row.getString("org"));
    }
}
