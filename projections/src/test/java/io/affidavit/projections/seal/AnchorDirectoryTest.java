package io.affidavit.projections.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affidavit.projections.seal.SealKeys.MissingKeyException;
import io.affidavit.projections.testing.TestKeys;
import io.affidavit.projections.testing.TestLog;
import io.affidavit.schemas.evidence.LogKeys;
import io.affidavit.schemas.proof.Checkpoint;
import io.affidavit.schemas.value.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnchorDirectoryTest {

    @TempDir private Path directory;
    private SealKeys secrets;
    private LogKeys keys;

    @BeforeEach
    void makeKeys() throws IOException {
        TestKeys made = TestKeys.random();
        made.write(directory.resolve("keys"));
        secrets = SealKeys.read(directory.resolve("keys"));
        keys = LogKeys.of(TestLog.ORIGIN, made.opened());
    }

    @Test
    void findsTheNewestByItsName() throws Exception {
        AnchorDirectory anchor = anchor(10);
        assertThat(anchor.newest()).isEmpty();
        anchor.keep(keys, sealed(9, 1));
        anchor.keep(keys, sealed(10, 1));
        assertThat(anchor.newest())
                .hasValueSatisfying(found -> assertThat(found.size()).isEqualTo(10));
    }

    @Test
    void keepsTheFirstOfTwoSignaturesAndRefusesAnotherTree() throws Exception {
        AnchorDirectory anchor = anchor(10);
        anchor.keep(keys, sealed(9, 1));
        byte[] first = Files.readAllBytes(files().getFirst());
        anchor.keep(keys, sealed(checkpoint(9, 1), Instant.EPOCH.plusSeconds(99)));
        assertThat(Files.readAllBytes(files().getFirst())).isEqualTo(first);

        assertThatThrownBy(() -> anchor.keep(keys, sealed(9, 2)))
                .isInstanceOfSatisfying(
                        BrokenLogException.class,
                        e -> assertThat(e.finding().kind()).isEqualTo(Finding.Kind.SPLIT_VIEW));
        assertThat(Files.readAllBytes(files().getFirst())).isEqualTo(first);
    }

    @Test
    void thinsOldOnesToTheLastOfEachDay() throws Exception {
        AnchorDirectory anchor = anchor(2);
        for (int size = 1; size <= 6; size++) {
            anchor.keep(keys, sealed(size, 1));
            FileTime day = FileTime.from(Instant.EPOCH.plus(Duration.ofDays(size / 3)));
            Files.setLastModifiedTime(files().getLast(), day);
        }
        assertThat(files())
                .extracting(file -> file.getFileName().toString())
                .containsExactly(
                        "00000000000000000002.checkpoint",
                        "00000000000000000005.checkpoint",
                        "00000000000000000006.checkpoint");
    }

    private AnchorDirectory anchor(int max) {
        return new AnchorDirectory(directory.resolve("anchor"), (short) 0, max, SealSteps.NONE);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("anchor/0"))) {
            return files.sorted().toList();
        }
    }

    private SealedCheckpoint sealed(long size, int root) throws MissingKeyException {
        return sealed(checkpoint(size, root), Instant.EPOCH);
    }

    private SealedCheckpoint sealed(Checkpoint checkpoint, Instant at) throws MissingKeyException {
        return secrets.seal(checkpoint, at, keys.signing(checkpoint.size()));
    }

    private static Checkpoint checkpoint(long size, int root) {
        byte[] hash = new byte[32];
        hash[0] = (byte) root;
        return new Checkpoint(TestLog.ORIGIN, size, Digest.of(hash));
    }
}
