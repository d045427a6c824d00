package io.affidavit.schemas.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.affidavit.schemas.evidence.Leaf;
import io.affidavit.schemas.evidence.TreeHash;
import io.affidavit.schemas.testing.Seeds;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TreeProofsTest {

    private static final int LEAVES = 130;

    private final List<byte[]> leaves = leaves();
    private final TreeProofs proofs = new TreeProofs(this::node);

    @Test
    void everyLeafOfEverySmallTreeLeadsToItsRoot() {
        for (int size = 1; size <= LEAVES; size++) {
            byte[] root = TreeHash.root(leaves.subList(0, size));
            assertThat(proofs.root(size)).isEqualTo(root);
            for (int index = 0; index < size; index++) {
                Deque<byte[]> path = new ArrayDeque<>(proofs.inclusion(index, size));
                assertThat(climb(leaves.get(index), index, size, path)).isEqualTo(root);
            }
        }
    }

    @Test
    void theSamePathLeadsFromAPerfectSubtreeAboveIt() {
        for (int size = 1; size <= LEAVES; size++) {
            for (int level = 0; 1 << level <= size; level++) {
                for (int index = 0; index < size >> level; index++) {
                    List<byte[]> whole = proofs.inclusion((long) index << level, size);
                    assertThat(proofs.inclusion(level, index, size))
                            .usingElementComparator(Arrays::compare)
                            .isEqualTo(whole.subList(level, whole.size()));
                }
            }
        }
        assertThatIllegalArgumentException().isThrownBy(() -> proofs.inclusion(3, 2, 23));
    }

    /// The audit path of RFC 9162 §2.1.3.2, walked by the definition of the tree and not by the
    /// code that built it.
    private static byte @Nullable [] climb(byte[] leaf, int index, int size, Deque<byte[]> path) {
        if (size == 1) {
            return path.isEmpty() ? leaf : null;
        }
        byte[] last = path.pollLast();
        if (last == null) {
            return null;
        }
        int half = Integer.highestOneBit(size - 1);
        byte[] below =
                index < half
                        ? climb(leaf, index, half, path)
                        : climb(leaf, index - half, size - half, path);
        if (below == null) {
            return null;
        }
        return index < half ? Leaf.node(below, last) : Leaf.node(last, below);
    }

    @Test
    void everySmallTreeIsShownToBeginEveryLargerOne() {
        for (int to = 1; to <= LEAVES; to++) {
            for (int from = 1; from < to; from++) {
                assertThat(begins(from, to, proofs.consistency(from, to)))
                        .as("%d to %d", from, to)
                        .isTrue();
            }
            assertThat(proofs.consistency(to, to)).isEmpty();
            assertThat(proofs.consistency(0, to)).isEmpty();
        }
    }

    /// RFC 9162 §2.1.4.2, step by step.
    private boolean begins(int from, int to, List<byte[]> proof) {
        List<byte[]> path = new ArrayList<>(proof);
        if (Integer.bitCount(from) == 1) {
            path.addFirst(TreeHash.root(leaves.subList(0, from)));
        }
        int first = from - 1;
        int last = to - 1;
        while ((first & 1) == 1) {
            first >>= 1;
            last >>= 1;
        }
        byte[] old = path.getFirst();
        byte[] now = path.getFirst();
        for (byte[] hash : path.subList(1, path.size())) {
            if (last == 0) {
                return false;
            }
            if ((first & 1) == 1 || first == last) {
                old = Leaf.node(hash, old);
                now = Leaf.node(hash, now);
                while (first != 0 && (first & 1) == 0) {
                    first >>= 1;
                    last >>= 1;
                }
            } else {
                now = Leaf.node(now, hash);
            }
            first >>= 1;
            last >>= 1;
        }
        return last == 0
                && Arrays.equals(old, TreeHash.root(leaves.subList(0, from)))
                && Arrays.equals(now, TreeHash.root(leaves.subList(0, to)));
    }

    @Test
    void nothingIsProvenOutsideTheTree() {
        assertThatIllegalArgumentException().isThrownBy(() -> proofs.inclusion(5, 5));
        assertThatIllegalArgumentException().isThrownBy(() -> proofs.inclusion(-1, 5));
        assertThatIllegalArgumentException().isThrownBy(() -> proofs.consistency(6, 5));
    }

    private byte[] node(int level, long index) {
        int start = Math.toIntExact(index << level);
        return TreeHash.root(leaves.subList(start, start + (1 << level)));
    }

    private static List<byte[]> leaves() {
        SplittableRandom random = new SplittableRandom(9162);
        List<byte[]> leaves = new ArrayList<>();
        for (int i = 0; i < LEAVES; i++) {
            leaves.add(Seeds.bytes(random, Leaf.BYTES));
        }
        return leaves;
    }
}
