package io.affidavit.replay.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.schemas.evidence.Leaf;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The published probes of Merkle proofs, right ones and mutated ones.
class PublishedVectorsTest {

    @ParameterizedTest(name = "{0}")
    @MethodSource("inclusion")
    void judgesInclusionAsPublished(String name, JsonNode probe) {
        byte[] root = bytes(probe.path("root"));
        byte[] leaf = bytes(probe.path("leafHash"));
        List<byte[]> path = path(probe);

        BigInteger index = new BigInteger(probe.path("leafIdx").asString());
        BigInteger size = new BigInteger(probe.path("treeSize").asString());
        boolean holds =
                areHashes(List.of(root, leaf))
                        && areHashes(path)
                        && areLongs(index, size)
                        && Arrays.equals(
                                root,
                                PathCheck.root(
                                        index.longValueExact(), size.longValueExact(), leaf, path));

        assertThat(holds).isNotEqualTo(probe.path("wantErr").asBoolean());
    }

    static Stream<Arguments> inclusion() {
        return probes("inclusion");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("consistency")
    void judgesConsistencyAsPublished(String name, JsonNode probe) {
        byte[] old = bytes(probe.path("root1"));
        byte[] grown = bytes(probe.path("root2"));
        List<byte[]> path = path(probe);

        long from = probe.path("size1").asLong();
        long to = probe.path("size2").asLong();
        boolean holds =
                areHashes(path)
                        && (from == to || areHashes(List.of(old, grown)))
                        && PathCheck.isBeginning(from, old, to, grown, path);

        assertThat(holds).isNotEqualTo(probe.path("wantErr").asBoolean());
    }

    static Stream<Arguments> consistency() {
        return probes("consistency");
    }

    private static Stream<Arguments> probes(String kind) {
        Path file = Path.of("src/test/resources/vectors/merkle-" + kind + ".jsonl");
        JsonMapper json = new JsonMapper();
        try {
            return Files.readAllLines(file).stream()
                    .map(json::readTree)
                    .map(probe -> Arguments.of(probe.path("name").asString(), probe));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<byte[]> path(JsonNode probe) {
        List<byte[]> path = new ArrayList<>();
        probe.path("proof").forEach(hash -> path.add(bytes(hash)));
        return path;
    }

    private static byte[] bytes(JsonNode text) {
        return Base64.getDecoder().decode(text.asString(""));
    }

    /// A size above 2^63 is no size of ours, and refused where it is read.
    private static boolean areLongs(BigInteger... numbers) {
        return Arrays.stream(numbers).allMatch(number -> number.bitLength() < Long.SIZE);
    }

    /// Proofs are parsed before they are judged, and anything but 32 bytes is refused there.
    private static boolean areHashes(List<byte[]> all) {
        return all.stream().allMatch(hash -> hash.length == Leaf.BYTES);
    }
}
