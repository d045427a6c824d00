package io.affidavit.schemas.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.affidavit.schemas.evidence.Leaf;
import io.affidavit.schemas.evidence.TreeHash;
import io.affidavit.schemas.testing.Seeds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SetProofTest {

    private static final int LEAVES = 70;

    private final List<byte[]> leaves = leaves();

    /// Every subset of every tree up to nine leaves: 1,022 proofs.
    @Test
    void anySetOfLeavesLeadsToTheRoot() {
        for (int size = 1; size <= 9; size++) {
            for (int set = 1; set < 1 << size; set++) {
                TreeSet<Long> positions = new TreeSet<>();
                BitSet.valueOf(new long[] {set}).stream().forEach(at -> positions.add((long) at));
                assertProves(positions, size);
            }
        }
    }

    @Test
    void randomSetsOfLargerTreesLeadToTheRoot() {
        Seeds.check(
                300,
                random -> {
                    int size = random.nextInt(1, LEAVES + 1);
                    TreeSet<Long> positions = new TreeSet<>();
                    random.longs(random.nextInt(1, size + 1), 0, size).forEach(positions::add);
                    assertProves(positions, size);
                });
    }

    @Test
    void aWholeTreeNeedsNoHash() {
        assertThat(write(new TreeSet<>(LongStream.range(0, 70).boxed().toList()), 70))
                .isEqualTo(SetProof.FIRST_LINE + "\n");
    }

    @Test
    void refusesPlacesBeyondTheTreeAndOutOfOrder() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> write(LongStream.of(3, 9), 9))
                .withMessageContaining("below 9");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> write(LongStream.of(3, 3), 9))
                .withMessageContaining("ascending");
    }

    private void assertProves(NavigableSet<Long> positions, int size) {
        String text = write(positions, size);
        Deque<String> lines = new ArrayDeque<>(text.lines().toList());
        assertThat(lines.poll()).isEqualTo(SetProof.FIRST_LINE);
        byte[] root = walk(positions, 0, size, lines);
        assertThat(root)
                .as("%s of %d", positions, size)
                .isEqualTo(TreeHash.root(leaves.subList(0, size)));
        assertThat(lines).isEmpty();
    }

    /// The rule as `docs/bundle.md` words it.
    private byte[] walk(NavigableSet<Long> positions, long start, long end, Deque<String> lines) {
        Long first = positions.ceiling(start);
        if (first == null || first >= end) {
            return Base64.getDecoder().decode(lines.remove());
        }
        if (end - start == 1) {
            return leaves.get((int) start);
        }
        long middle = start + Long.highestOneBit(end - start - 1);
        byte[] left = walk(positions, start, middle, lines);
        return Leaf.node(left, walk(positions, middle, end, lines));
    }

    private String write(NavigableSet<Long> positions, int size) {
        return write(positions.stream().mapToLong(Long::longValue), size);
    }

    private String write(LongStream positions, int size) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            SetProof.write(this::node, positions.iterator(), index -> node(0, index), size, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.US_ASCII);
    }

    private byte[] node(int level, long index) {
        int from = (int) (index << level);
        return TreeHash.root(leaves.subList(from, from + (1 << level)));
    }

    private static List<byte[]> leaves() {
        List<byte[]> leaves = new ArrayList<>();
        for (int i = 0; i < LEAVES; i++) {
            leaves.add(Leaf.leaf(("record " + i).getBytes(StandardCharsets.US_ASCII)));
        }
        return leaves;
    }
}
