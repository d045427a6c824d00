package io.affidavit.query.evidence.tree;

import static io.affidavit.projections.testing.Stories.admitted;
import static io.affidavit.projections.testing.Stories.call;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.projections.testing.Stories;
import io.affidavit.projections.testing.TestLog;
import io.affidavit.projections.testing.TestSealer;
import io.affidavit.query.QueryHouse;
import io.affidavit.schemas.value.DomainEvent;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Somebody with the database edits what was sealed.
class EditedTreeTest {

    private static final String TILE = "seal.tile where level = 0 and idx = ";

    private static QueryHouse house;

    @BeforeAll
    static void open() {
        house = new QueryHouse();
        TestSealer sealer = new TestSealer(house.superuser(), 0, TestLog.ORIGIN);
        house.log()
                .append(
                        IntStream.range(0, 600)
                                .mapToObj(i -> admitted(call(i), i % 3, "fast", Stories.AT))
                                .toArray(DomainEvent[]::new));
        house.superuser().execute("alter table evidence.record disable trigger user");
        house.superuser().execute("alter table seal.tile disable trigger user");
        sealer.seal(300);
        sealer.seal(600);
    }

    @AfterAll
    static void close() {
        house.close();
    }

    /// Both tiles that are full, and the leaves of the one that is not: what is asked for lies in
    /// the edited place, or needs it.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    1 | tile/0/001
                    1 | tile/0/000
                    1 | tile/1/000.p/2
                    1 | tile/entries/001
                    1 | proof/inclusion?pos=300
                    1 | proof/inclusion?pos=7&size=600
                    1 | proof/consistency?from=300&to=600
                    0 | tile/0/000
                    0 | tile/0/002.p/88
                    0 | proof/inclusion?pos=599
                    0 | proof/inclusion?pos=0&size=300
                    """)
    void nothingLeavesThatDoesNotLeadToTheSignedRoot(int tile, String path) {
        byte[] sealed = hashes(tile);
        byte[] edited = sealed.clone();
        edited[edited.length - 1] ^= 1;
        write(tile, edited);
        house.bean(TileReader.class).forget();
        int wrong = status(path);
        write(tile, sealed);

        assertThat(wrong).isEqualTo(503);
        assertThat(status(path)).as("nothing wrong is kept").isEqualTo(200);
    }

    @Test
    void aShortTileIsNoTile() {
        byte[] sealed = hashes(0);
        house.bean(TileReader.class).forget();
        house.superuser().execute("alter table seal.tile drop constraint tile_hashes_check");
        house.superuser().update("update seal.tile set hashes = substr(hashes, 2) where idx = 0");
        int wrong = status("tile/0/000");
        write(0, sealed);

        assertThat(wrong).isEqualTo(503);
    }

    @ParameterizedTest
    @CsvSource({"proof/inclusion?pos=590", "tile/0/002.p/88", "proof/consistency?from=300"})
    void leavesOfTheRightEdgeAreCheckedToo(String path) {
        house.bean(TileReader.class).forget();
        swap("leaf", 590, 591);
        int wrong = status(path);
        swap("leaf", 590, 591);

        assertThat(wrong).isEqualTo(503);
        assertThat(status(path)).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"3, tile/entries/000", "595, tile/entries/002.p/88"})
    void aRecordThatWasEditedIsNotShown(int position, String path) {
        swap("rec", position, position + 1);
        int wrong = status(path);
        swap("rec", position, position + 1);

        assertThat(wrong).isEqualTo(503);
        assertThat(status(path)).isEqualTo(200);
    }

    /// It was issued again from a record and a leaf that were edited together.
    @Test
    void aReceiptForAnotherRecordThanTheSealedOneIsNotShown() {
        byte[] leaf =
                house.superuser()
                        .queryForObject(
                                "select leaf from evidence.record where pos = 5", byte[].class);
        byte[] edited = leaf.clone();
        edited[0] ^= 1;

        assertThat(receipt(5, leaf)).isEqualTo(200);
        assertThat(receipt(5, edited)).isEqualTo(503);
        assertThat(receipt(600, edited)).as("not sealed yet").isEqualTo(200);
    }

    private static int receipt(long position, byte[] leaf) {
        return IssuedReceipt.status(house, position, leaf);
    }

    private static int status(String path) {
        return house.octets("/evidence/" + path).statusCode();
    }

    private static byte[] hashes(int tile) {
        return house.superuser().queryForObject("select hashes from " + TILE + tile, byte[].class);
    }

    private static void write(int tile, byte[] hashes) {
        house.superuser()
                .update(
                        "update seal.tile set hashes = ? where level = 0 and idx = ?",
                        hashes,
                        tile);
    }

    private static void swap(String column, int one, int other) {
        house.superuser()
                .update(
                        "update evidence.record r set "
                                + column
                                + " = o."
                                + column
                                + " from evidence.record o where r.pos in (?, ?)"
                                + " and o.pos in (?, ?) and o.pos <> r.pos",
                        one,
                        other,
                        one,
                        other);
    }
}
