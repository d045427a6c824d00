package io.affidavit.projections.seal;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.schemas.evidence.TreeHash;
import io.affidavit.schemas.proof.SignedNote;
import io.affidavit.schemas.value.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Holds every seal of a short log against its records, by definition and with other cryptography:
/// what `fsck` does, without a line of the sealer.
record SealAudit(SealHouse house) {

    private static final int TILE = 256;

    /// The whole log is sealed, nothing is wrong anywhere, and nothing was shown that the anchor
    /// lacks.
    void assertSound() throws IOException {
        List<byte[]> leaves =
                house.sql.queryForList(
                        "select leaf from evidence.record order by pos", byte[].class);
        for (SignedNote note : house.published()) {
            assertSound(note, leaves);
        }
        assertThat(house.published().getLast().checkpoint().size()).isEqualTo(leaves.size());
        List<Path> anchored =
                house.anchored("anchor").stream()
                        .filter(file -> file.toString().endsWith(".checkpoint"))
                        .toList();
        for (Path file : anchored) {
            assertSound(SignedNote.parse(Files.readAllBytes(file)), leaves);
        }
        assertThat(anchored.stream().map(SealAudit::size).collect(Collectors.toSet()))
                .containsAll(
                        house.published().stream().map(note -> note.checkpoint().size()).toList());
        assertTiles(leaves);
    }

    private void assertSound(SignedNote note, List<byte[]> leaves) {
        int size = Math.toIntExact(note.checkpoint().size());
        assertThat(note.checkpoint().root())
                .isEqualTo(Digest.of(TreeHash.root(leaves.subList(0, size))));
        assertThat(house.isSigned(note)).as("signatures of " + size).isTrue();
    }

    private static long size(Path file) {
        return Long.parseLong(file.getFileName().toString().replace(".checkpoint", ""));
    }

    private void assertTiles(List<byte[]> leaves) {
        Map<Long, byte[]> tiles =
                house.sql.queryForList("select idx, hashes from seal.tile where level = 0").stream()
                        .collect(
                                Collectors.toMap(
                                        row -> (Long) row.get("idx"),
                                        row -> (byte[]) row.get("hashes")));
        assertThat(tiles).hasSize(leaves.size() / TILE);
        tiles.forEach((index, hashes) -> {
            ByteArrayOutputStream expected = new ByteArrayOutputStream();
            int from = Math.toIntExact(index * TILE);
            leaves.subList(from, from + TILE).forEach(expected::writeBytes);
            assertThat(hashes).as("tile " + index).isEqualTo(expected.toByteArray());
        });
    }
}
