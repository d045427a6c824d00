package io.affidavit.schemas.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.affidavit.schemas.testing.Seeds;
import io.affidavit.schemas.value.Digest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TreeTest {

    /// Inputs and roots that Certificate Transparency implementations have published and checked
    /// since 2013 (transparency-dev/merkle, testonly/constants.go, read 2026-11-25).
    private static final List<String> PUBLISHED_INPUTS =
            List.of(
                    "",
                    "00",
                    "10",
                    "2021",
                    "3031",
                    "40414243",
                    "5051525354555657",
                    "606162636465666768696a6b6c6d6e6f");

    private static final List<String> PUBLISHED_ROOTS =
            List.of(
                    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    @Test
    void agreesWithThePublishedTrees() {
        List<byte[]> leaves = new ArrayList<>();
        Frontier frontier = new Frontier();
        TreeHash stream = new TreeHash();
        for (int size = 0; size <= PUBLISHED_INPUTS.size(); size++) {
            Digest root = new Digest(PUBLISHED_ROOTS.get(size));
            assertThat(Digest.of(frontier.root())).isEqualTo(root);
            assertThat(Digest.of(stream.root())).isEqualTo(root);
            assertThat(Digest.of(TreeHash.root(leaves))).isEqualTo(root);
            if (size < PUBLISHED_INPUTS.size()) {
                byte[] input = HexFormat.of().parseHex(PUBLISHED_INPUTS.get(size));
                leaves.add(Leaf.leaf(input));
                frontier.append(leaves.getLast());
                stream.add(leaves.getLast());
            }
        }
    }

    @Test
    void frontierStreamAndDefinitionAgreeForEverySmallTree() {
        SplittableRandom random = new SplittableRandom(6962);
        List<byte[]> leaves = new ArrayList<>();
        Frontier frontier = new Frontier();
        TreeHash stream = new TreeHash();
        for (int size = 1; size <= 1_100; size++) {
            leaves.add(Seeds.bytes(random, 32));
            frontier.append(leaves.getLast());
            stream.add(leaves.getLast());

            byte[] root = TreeHash.root(leaves);

            assertThat(frontier.root()).as("size %d", size).isEqualTo(root);
            assertThat(stream.root()).as("size %d", size).isEqualTo(root);
        }
        assertThat(frontier.size()).isEqualTo(1_100);
        assertThat(stream.size()).isEqualTo(1_100);
    }

    @Test
    void theyAgreeForLargerTreesWhereverAFrontierIsStoredAndReadBack() {
        Seeds.check(
                4,
                random -> {
                    int size = random.nextInt(1_100, 1 << 18);
                    int stored = random.nextInt(size);
                    List<byte[]> leaves = new ArrayList<>();
                    Frontier frontier = new Frontier();
                    TreeHash stream = new TreeHash();
                    for (int i = 0; i < size; i++) {
                        if (i == stored) {
                            frontier = Frontier.fromBytes(i, frontier.toBytes());
                        }
                        leaves.add(Seeds.bytes(random, 32));
                        frontier.append(leaves.getLast());
                        stream.add(leaves.getLast());
                    }

                    byte[] root = TreeHash.root(leaves);

                    assertThat(frontier.root()).as("size %d", size).isEqualTo(root);
                    assertThat(stream.root()).as("size %d", size).isEqualTo(root);
                });
    }

    @Test
    void aCopyGrowsAlone() {
        Seeds.check(
                200,
                random -> {
                    Frontier frontier = new Frontier();
                    for (int left = random.nextInt(70); left > 0; left--) {
                        frontier.append(Seeds.bytes(random, 32));
                    }
                    byte[] root = frontier.root();
                    Frontier copy = frontier.copy();

                    copy.append(Seeds.bytes(random, 32));

                    assertThat(frontier.root()).isEqualTo(root);
                    assertThat(copy.size()).isEqualTo(frontier.size() + 1);
                });
    }

    @Test
    void aRootHandedOutIsNotTheFrontiersOwn() {
        Frontier frontier = new Frontier();
        frontier.append(new byte[32]);

        frontier.root()[0] = 1;

        assertThat(frontier.root()).isEqualTo(new byte[32]);
    }

    @Test
    void refusesWhatCannotBeAFrontier() {
        assertThatIllegalArgumentException().isThrownBy(() -> Frontier.fromBytes(3, new byte[32]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Frontier.fromBytes(-1, new byte[64 * 32]));
        assertThatIllegalArgumentException().isThrownBy(() -> new Frontier().append(new byte[31]));
    }
}
