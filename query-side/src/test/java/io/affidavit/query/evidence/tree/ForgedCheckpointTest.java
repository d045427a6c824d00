package io.affidavit.query.evidence.tree;

import static io.affidavit.projections.testing.Stories.admitted;
import static io.affidavit.projections.testing.Stories.call;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affidavit.projections.testing.Stories;
import io.affidavit.projections.testing.TestLog;
import io.affidavit.projections.testing.TestSealer;
import io.affidavit.query.QueryHouse;
import io.affidavit.query.web.Problem;
import io.affidavit.schemas.proof.KeptCheckpoint;
import io.affidavit.schemas.proof.KeptCheckpoint.Kept;
import io.affidavit.schemas.proof.Receipt;
import io.affidavit.schemas.proof.SignedNote;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.DomainEvent;
import java.util.Base64;
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
            house.log()
                    .append(
                            IntStream.range(0, SIZE)
                                    .mapToObj(i -> admitted(call(i), i % 3, "fast", Stories.AT))
                                    .toArray(DomainEvent[]::new));
            SignedNote note = new TestSealer(sql, 0, TestLog.ORIGIN).seal(SIZE);
            KeptCheckpoint kept = () -> new Kept(0, note.checkpoint(), note);

            assertThatCode(() -> require(house, kept)).doesNotThrowAnyException();

            forge(sql);

            assertThatCode(() -> require(house, KeptCheckpoint.NONE))
                    .as("the database alone tells nothing")
                    .doesNotThrowAnyException();
            assertThatThrownBy(() -> require(house, kept)).isInstanceOf(Problem.class);
        }
    }

    /// A receipt for the record as it stands there now.
    private static void require(QueryHouse house, KeptCheckpoint kept) {
        TileReader tiles = house.bean(TileReader.class);
        tiles.forget();
        byte[] leaf =
                house.superuser()
                        .queryForObject(
                                "select leaf from evidence.record where pos = " + EDITED,
                                byte[].class);
        String signature = Base64.getEncoder().encodeToString(new byte[64]);
        new PromisedLeaf(kept, house.bean(CheckpointReader.class), tiles)
                .require(new Receipt(TestLog.ORIGIN, EDITED, Digest.of(leaf), signature));
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
