package io.affidavit.projections.seal;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.projections.testing.TestLog;
import io.affidavit.schemas.proof.Checkpoint;
import io.affidavit.schemas.proof.SignedNote;
import io.affidavit.schemas.value.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Records become tiles and checkpoints, whatever is interrupted.
class SealerTest {

    @TempDir private Path directory;
    private SealHouse house;

    @BeforeEach
    void open() throws IOException {
        house = new SealHouse(directory);
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void signsWhatWasAppendedAndKeepsItOutsideTheDatabase() throws IOException {
        house.appendUpTo(600);
        house.sealOnce();

        SignedNote note = house.published().getLast();
        assertThat(note.checkpoint())
                .isEqualTo(new Checkpoint(TestLog.ORIGIN, 600, Digest.of(house.log.root())));
        assertThat(house.isSigned(note)).isTrue();
        assertThat(house.anchored("anchor"))
                .singleElement()
                .satisfies(file -> {
                    assertThat(file).hasFileName("00000000000000000600.checkpoint");
                    assertThat(Files.readAllBytes(file)).isEqualTo(note.bytes());
                });
        assertThat(house.state.broken()).isNull();
        assertThat(house.state.sealed()).isEqualTo(600);
        assertThat(house.state.of(TestLog.ORIGIN))
                .satisfies(kept -> {
                    assertThat(kept.log()).isZero();
                    assertThat(kept.checkpoint()).isEqualTo(note.checkpoint());
                    assertThat(kept.note().bytes()).isEqualTo(note.bytes());
                });
    }

    @Test
    void storesFullTilesOnly() {
        house.appendUpTo(600);
        house.sealOnce();

        assertThat(house.sql.queryForList("select level, idx from seal.tile order by level, idx"))
                .extracting(row -> row.get("level") + "/" + row.get("idx"))
                .containsExactly("0/0", "0/1");
        byte[] leaves =
                house.sql.queryForObject(
                        "select string_agg(leaf, '' order by pos) from evidence.record"
                                + " where pos between 256 and 511",
                        byte[].class);
        assertThat(
                        house.sql.queryForObject(
                                "select hashes from seal.tile where idx = 1", byte[].class))
                .isEqualTo(leaves);
    }

    @Test
    void signsNothingTwiceAndGoesOnAfterARestart() {
        house.appendUpTo(300);
        house.sealOnce();
        house.sealOnce();
        assertThat(house.published()).hasSize(1);

        house.appendUpTo(513);
        house.sealOnce();
        assertThat(sizes()).containsExactly(300L, 513L);
        assertThat(house.published().getLast().checkpoint().root())
                .isEqualTo(Digest.of(house.log.root()));
    }

    @Test
    void keepsEachSizeOfARunningSealer() {
        Sealer sealer = house.sealer();
        for (long size : List.of(1L, 2L, 256L, 257L, 511L, 512L, 700L)) {
            house.appendUpTo(size);
            assertThat(sealer.step()).isTrue();
            assertThat(house.published().getLast().checkpoint().root())
                    .isEqualTo(Digest.of(house.log.root()));
        }
        sealer.drop();
        assertThat(sizes()).containsExactly(1L, 2L, 256L, 257L, 511L, 512L, 700L);
    }

    @Test
    void leavesNothingUnsealedWhenItIsClosed() throws IOException {
        house.interval = Duration.ofHours(1);
        Sealer sealer = house.sealer();
        house.appendUpTo(20);
        sealer.start();
        Awaitility.await().until(() -> house.state.sealed() == 20);

        house.appendUpTo(31);
        sealer.close();

        assertThat(sizes()).containsExactly(20L, 31L);
        assertThat(house.anchored("anchor")).hasSize(2);
    }

    @Test
    void readsAheadWithoutSigningAndThenSignsAllOfIt() {
        Sealer sealer = house.sealer();
        house.appendUpTo(20);
        sealer.step();
        house.appendUpTo(300);
        sealer.readAhead();
        assertThat(sizes()).containsExactly(20L);
        assertThat(tiles()).isZero(); // each commit costs the appender time
        house.appendUpTo(310);
        sealer.step();
        sealer.drop();
        assertThat(tiles()).isEqualTo(1);
        assertThat(sizes()).containsExactly(20L, 310L);
        assertThat(house.isSigned(house.published().getLast())).isTrue();
    }

    @Test
    void publishesWhatWasAnchoredBeforeItsNodeDied() {
        house.appendUpTo(300);
        house.sealOnce();
        house.tamper("delete from seal.checkpoint"); // as if it had died before the insert
        house.sealOnce();
        assertThat(sizes()).containsExactly(300L);
        assertThat(house.state.broken()).isNull();
    }

    @Test
    void goesOnAfterTheAnchorCouldNotBeWritten() throws IOException {
        house.appendUpTo(300);
        Files.writeString(directory.resolve("anchor"), "in the way");
        house.sealOnce();
        assertThat(house.published()).isEmpty();

        Files.delete(directory.resolve("anchor"));
        house.sealOnce();
        assertThat(sizes()).containsExactly(300L);
        assertThat(house.anchored("anchor")).hasSize(1);
    }

    @Test
    void goesOnAfterTheDatabaseWasLost() {
        house.appendUpTo(20);
        Sealer sealer = house.sealer();
        assertThat(sealer.step()).isTrue();
        house.disconnectEverybody();
        house.appendUpTo(30);
        sealer.step(); // finds out
        sealer.step();
        sealer.drop();
        assertThat(sizes()).containsExactly(20L, 30L);
    }

    @Test
    void beginsWithTheDatabaseWhenTheAnchorIsEmpty() throws IOException {
        house.appendUpTo(300);
        house.sealOnce();
        Files.delete(house.anchored("anchor").getFirst());
        house.sealOnce();
        assertThat(house.anchored("anchor")).hasSize(1);
        assertThat(house.state.broken()).isNull();
    }

    @Test
    void letsOneNodeSignAndTheOthersCheckAndAnchor() throws IOException {
        SealState others = new SealState(Duration.ofSeconds(1));
        Sealer first = house.sealer();
        Sealer second = house.sealer("other", others);
        house.appendUpTo(300);
        first.step();
        second.step();
        assertThat(house.state.isLeading()).isTrue();
        assertThat(others.isLeading()).isFalse();
        assertThat(others.sealed()).isEqualTo(300);
        assertThat(Files.readAllBytes(house.anchored("other").getFirst()))
                .isEqualTo(Files.readAllBytes(house.anchored("anchor").getFirst()));

        first.drop(); // it dies
        house.appendUpTo(400);
        second.step();
        second.drop();
        assertThat(others.isLeading()).isTrue();
        assertThat(sizes()).containsExactly(300L, 400L);
    }

    private @Nullable Long tiles() {
        return house.sql.queryForObject("select count(*) from seal.tile", Long.class);
    }

    private List<Long> sizes() {
        return house.published().stream().map(note -> note.checkpoint().size()).toList();
    }
}
