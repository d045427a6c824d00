package io.affidavit.query.evidence.tree;

import static io.affidavit.projections.testing.Stories.admitted;
import static io.affidavit.projections.testing.Stories.call;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.projections.testing.Stories;
import io.affidavit.projections.testing.TestLog;
import io.affidavit.projections.testing.TestSealer;
import io.affidavit.query.OwnCheckpoint;
import io.affidavit.query.QueryHouse;
import io.affidavit.schemas.value.DomainEvent;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/// Somebody with the database edits a record and forges everything there that would give it away.
class ForgedCheckpointTest {

    private static final int EDITED = 5;
    private static final int SIZE = 300;

    @Test
    void aReceiptIsHeldAgainstWhatThisProcessHasKept() {
        try (QueryHouse house = new QueryHouse()) {
            JdbcTemplate sql = house.superuser();
            OwnCheckpoint own = house.bean(OwnCheckpoint.class);
            house.log()
                    .append(
                            IntStream.range(0, SIZE)
                                    .mapToObj(i -> admitted(call(i), i % 3, "fast", Stories.AT))
                                    .toArray(DomainEvent[]::new));
            own.keep(new TestSealer(sql, 0, TestLog.ORIGIN).seal(SIZE));
            assertThat(receipt(house)).isEqualTo(200);

            forge(sql);

            assertThat(receipt(house)).isEqualTo(503);
            own.forget();
            assertThat(receipt(house)).as("the database alone tells nothing").isEqualTo(200);
        }
    }

    /// Asks for a receipt of the record as it stands there now.
    private static int receipt(QueryHouse house) {
        house.bean(TileReader.class).forget();
        byte[] leaf =
                house.superuser()
                        .queryForObject(
                                "select leaf from evidence.record where pos = " + EDITED,
                                byte[].class);
        return IssuedReceipt.status(house, EDITED, leaf);
    }

    /// Another leaf, and all that follows from it, sealed by somebody else's keys.
    private static void forge(JdbcTemplate sql) {
        for (String table : List.of("evidence.record", "seal.tile", "seal.checkpoint")) {
            sql.execute("alter table " + table + " disable trigger user");
        }
        sql.update("update evidence.record set leaf = sha256(leaf) where pos = " + EDITED);
        sql.update("delete from seal.tile");
        sql.update("delete from seal.checkpoint");
        new TestSealer(sql, 0, TestLog.ORIGIN).seal(SIZE);
    }
}
