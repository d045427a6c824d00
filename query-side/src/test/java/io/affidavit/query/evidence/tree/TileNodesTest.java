package io.affidavit.query.evidence.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affidavit.projections.testing.ReadDatabase;
import io.affidavit.projections.testing.TestLog;
import io.affidavit.projections.testing.TestSealer;
import io.affidavit.query.evidence.tree.TlogClient.Tree;
import io.affidavit.query.web.Problem;
import io.affidavit.schemas.proof.TreeProofs;
import io.affidavit.schemas.testing.Seeds;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Trees over made-up leaves: only the leaf column counts here.
class TileNodesTest {

    private static final int SMALL = 600;

    /// Three levels of tiles, each with a right edge.
    private static final int LARGE = 65_536 + 2 * 256 + 3;

    private static ReadDatabase database;
    private static JdbcClient reader;
    private static List<byte[]> leaves;

    @BeforeAll
    static void open() {
        database = new ReadDatabase();
        reader = JdbcClient.create(database.database().dataSource("affidavit_reader"));
        database.superuser()
                .update(
                        "insert into evidence.record (log, pos, rec, leaf, type, agg, agg_seq)"
                                + " select 0, i, '', sha256(int8send(i)), 'call.admitted',"
                                + " gen_random_uuid(), 0 from generate_series(0, ?) as i",
                        LARGE - 1);
        leaves =
                database.superuser()
                        .queryForList(
                                "select leaf from evidence.record order by pos", byte[].class);
        new TestSealer(database.superuser(), 0, TestLog.ORIGIN).seal(LARGE);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void leadsFromEveryLeafOfEverySmallTreeToItsRoot() {
        TileReader tiles = new TileReader(reader);
        for (int size = 1; size <= SMALL; size++) {
            TreeProofs proofs = new TreeProofs(new TileNodes(tiles, 0, size));
            Tree tree = new Tree(size, TlogClient.rootOf(leaves.subList(0, size)));
            assertThat(proofs.root(size)).isEqualTo(tree.root());
            for (int index = 0; index < size; index++) {
                List<byte[]> path = proofs.inclusion(index, size);
                assertThat(TlogClient.isIncluded(leaves.get(index), index, path, tree))
                        .as("leaf %d of %d", index, size)
                        .isTrue();
            }
        }
    }

    @Test
    void findsLargeTreesInWhateverOrderTheyAreAskedFor() {
        Seeds.check(
                5,
                random -> {
                    TileReader tiles = new TileReader(reader);
                    for (int i = 0; i < 6; i++) {
                        assertIncluded(tiles, random);
                    }
                });
    }

    private static void assertIncluded(TileReader tiles, SplittableRandom random) {
        int size = random.nextBoolean() ? LARGE : 1 + random.nextInt(LARGE);
        int index = random.nextInt(size);
        Tree tree = new Tree(size, TlogClient.rootOf(leaves.subList(0, size)));
        List<byte[]> path = new TreeProofs(new TileNodes(tiles, 0, size)).inclusion(index, size);
        assertThat(TlogClient.isIncluded(leaves.get(index), index, path, tree))
                .as("leaf %d of %d", index, size)
                .isTrue();
    }

    @Test
    void saysSoWhenASignedTreeHasAHole() {
        TreeProofs proofs = new TreeProofs(new TileNodes(new TileReader(reader), 1, 300));
        assertThatThrownBy(() -> proofs.inclusion(0, 300))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("hashes are missing");
        assertThatThrownBy(() -> proofs.inclusion(299, 300)).isInstanceOf(Problem.class);
    }
}
