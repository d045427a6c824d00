package io.affidavit.replay.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.schemas.evidence.TreeHash;
import io.affidavit.schemas.proof.TreeProofs;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PathCheckTest {

    private static final int SIZES = 130;
    private static final List<byte[]> LEAVES = TestLogKeys.leaves(SIZES);
    private static final List<byte[]> ROOTS =
            IntStream.rangeClosed(0, SIZES)
                    .mapToObj(size -> TreeHash.root(LEAVES.subList(0, size)))
                    .toList();
    private static final TreeProofs TREE = new TreeProofs(TestLogKeys.tree(LEAVES));

    @Test
    void everyLeafOfEveryTreeIsIncludedWhereItIsAndNowhereElse() {
        for (int size = 1; size <= SIZES; size++) {
            byte[] root = root(size);
            for (int index = 0; index < size; index++) {
                List<byte[]> path = TREE.inclusion(index, size);
                byte[] leaf = LEAVES.get(index);

                assertThat(PathCheck.root(index, size, leaf, path)).isEqualTo(root);
                assertThat(PathCheck.root(index ^ 1, size, leaf, path))
                        .satisfiesAnyOf(
                                found -> assertThat(found).isNull(),
                                found -> assertThat(found).isNotEqualTo(root),
                                found -> assertThat(path).isEmpty());
                if (!path.isEmpty()) {
                    List<byte[]> shorter = path.subList(1, path.size());
                    assertThat(PathCheck.root(index, size, leaf, shorter)).isNotEqualTo(root);
                }
            }
        }
    }

    @Test
    void everyTreeIsABeginningOfEveryLaterOneAndOfNoOther() {
        for (int to = 1; to <= SIZES; to++) {
            for (int from = 1; from <= to; from++) {
                List<byte[]> path = TREE.consistency(from, to);

                assertThat(PathCheck.isBeginning(from, root(from), to, root(to), path)).isTrue();
                byte[] other = root(from - 1);
                assertThat(PathCheck.isBeginning(from, other, to, root(to), path)).isFalse();
                assertThat(PathCheck.isBeginning(from, root(from), to, other, path)).isFalse();
                if (!path.isEmpty()) {
                    List<byte[]> shorter = path.subList(1, path.size());
                    assertThat(PathCheck.isBeginning(from, root(from), to, root(to), shorter))
                            .isFalse();
                }
            }
        }
    }

    private static byte[] root(int size) {
        return ROOTS.get(size);
    }
}
