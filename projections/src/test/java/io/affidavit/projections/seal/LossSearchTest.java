package io.affidavit.projections.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affidavit.projections.testing.TestLog;
import io.affidavit.schemas.evidence.Leaf;
import io.affidavit.schemas.evidence.LostTail;
import io.affidavit.schemas.proof.SignedNote;
import io.affidavit.schemas.value.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a restored backup lacks, and the log that goes on behind it.
class LossSearchTest {

    private static final Digest EMPTY = Digest.of(Leaf.emptyRoot());

    @TempDir private Path directory;
    private SealHouse house;
    private Digest keptRoot;
    private Digest sealedRoot;

    /// 300 records are in the backup, 320 were signed.
    @BeforeEach
    void open() throws IOException {
        house = new SealHouse(directory);
        house.appendUpTo(300);
        house.sealOnce();
        keptRoot = Digest.of(house.log.root());
        backup();
        house.appendUpTo(320);
        house.sealOnce();
        sealedRoot = Digest.of(house.log.root());
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void findsNothingWhereNothingIsLost() throws Exception {
        Losses found = search();

        assertThat(found.isLoss()).isFalse();
        assertThat(found.logs())
                .containsExactly(
                        new LostTail(0, TestLog.ORIGIN.value(), 320, sealedRoot, 320, sealedRoot));
    }

    @Test
    void findsWhatABackupLacks() throws Exception {
        restore();
        house.tamper("delete from seal.tile"); // taken before they were stored

        Losses found = search();

        assertThat(found.isLoss()).isTrue();
        assertThat(found.logs()).containsExactly(tail());
    }

    @Test
    void goesByTheDatabaseWhereTheAnchorIsGone() throws Exception {
        house.tamper("delete from evidence.record where pos >= 300");
        house.tamper(
                "update evidence.head h set (size, prev, at, frontier) ="
                        + " (select size, prev, at, frontier from backup_head)");

        Losses found = LossSearch.run(sealer(), house.sealKeys(), directory.resolve("empty"));

        assertThat(found.isLoss()).isTrue();
        assertThat(found.logs()).containsExactly(tail());
    }

    @Test
    void refusesAnotherHistory() {
        restore();
        house.tamper("update evidence.record set rec = set_byte(rec, 30, 1) where pos = 299");

        assertThatThrownBy(this::search)
                .isInstanceOfSatisfying(
                        BrokenLogException.class,
                        e -> assertThat(e.finding().kind()).isEqualTo(Finding.Kind.SPLIT_VIEW));
    }

    @Test
    void refusesACheckpointThatNobodySigned() throws IOException {
        restore();
        Path newest = house.anchored("anchor").getLast();
        Files.writeString(newest, Files.readString(newest).replace("\n320\n", "\n321\n"));

        assertThatThrownBy(this::search)
                .isInstanceOfSatisfying(
                        BrokenLogException.class,
                        e -> assertThat(e.finding().kind()).isEqualTo(Finding.Kind.CHECKPOINT));
    }

    @Test
    void sealsTheLogBehindAndLeavesTheOneBefore() throws Exception {
        restore();
        declare();
        Sealer.check(sealer(), house.sealKeys(), directory.resolve("anchor"));
        house.sealOnce();

        assertThat(house.state.broken()).isNull();
        SignedNote newest = SignedNote.parse(note(1));
        assertThat(newest.checkpoint().origin()).isEqualTo(SealHouse.NEXT);
        assertThat(newest.checkpoint().size()).isEqualTo(house.log.size());
        assertThat(house.anchored("anchor")).hasSize(2);
        assertThat(directory.resolve("anchor/1/%020d.checkpoint".formatted(house.log.size())))
                .exists();
        assertThat(search().isLoss()).isFalse();
    }

    /// What was declared stands in the log that is gone with the same backup.
    @Test
    void findsBothWhereTheSameBackupIsRestoredAgain() throws Exception {
        restore();
        declare();
        long size = house.log.size();
        Digest root = Digest.of(house.log.root());
        house.sealOnce();
        house.tamper("delete from evidence.record where log = 1");
        house.tamper("delete from evidence.head where log = 1");
        house.tamper("delete from seal.checkpoint where log = 1");

        assertThatThrownBy(
                        () -> Sealer.check(sealer(), house.sealKeys(), directory.resolve("anchor")))
                .hasMessageContaining("log 1, which the anchor has seen");
        house.sealOnce();
        assertThat(house.state.broken()).contains("log 1, which the anchor has seen");
        assertThat(search().logs())
                .containsExactly(
                        tail(), new LostTail(1, SealHouse.NEXT.value(), size, root, 0, EMPTY));
        assertThat(search().isLoss()).isTrue();
    }

    /// A declared loss is none; less than was left then is.
    @Test
    void findsWhatIsLostBesideWhatWasDeclared() throws Exception {
        restore();
        declare();
        house.sealOnce();
        house.tamper("delete from evidence.record where log = 0");
        house.tamper("delete from evidence.head where log = 0");
        house.tamper("delete from seal.checkpoint where log = 0");

        Losses found = search();

        assertThat(found.isLoss()).isTrue();
        assertThat(found.logs().getFirst())
                .isEqualTo(new LostTail(0, TestLog.ORIGIN.value(), 320, sealedRoot, 0, EMPTY));
    }

    /// Two nodes had anchors; the loss was declared by the one that had seen less.
    @Test
    void tellsOfAnAnchorThatHasSeenMoreThanWasDeclared() throws Exception {
        Path more = directory.resolve("more");
        house.appendUpTo(330);
        house.sealOnce("more", new SealState(Duration.ofSeconds(1)));
        restore();
        declare();

        assertThat(undeclared(directory.resolve("anchor"))).isEmpty();
        assertThat(undeclared(more))
                .singleElement()
                .asString()
                .contains("has seen 330 records of " + TestLog.ORIGIN, "at most the 320");
    }

    private List<String> undeclared(Path anchor) throws Exception {
        try (Connection connection = sealer().getConnection()) {
            return LossSearch.undeclared(connection, house.sealKeys(), anchor);
        }
    }

    private LostTail tail() {
        return new LostTail(0, TestLog.ORIGIN.value(), 320, sealedRoot, 300, keptRoot);
    }

    private void declare() {
        house.openBehind(tail());
    }

    private void backup() {
        house.sql.execute("create table backup_head as select * from evidence.head");
    }

    private void restore() {
        house.tamper("delete from evidence.record where pos >= 300");
        house.tamper(
                "update evidence.head h set (size, prev, at, frontier) ="
                        + " (select size, prev, at, frontier from backup_head)");
        house.tamper("delete from seal.checkpoint where size > 300");
    }

    private Losses search() throws Exception {
        return LossSearch.run(sealer(), house.sealKeys(), directory.resolve("anchor"));
    }

    private DataSource sealer() {
        return house.database.database().dataSource("affidavit_sealer");
    }

    private byte[] note(int log) {
        byte[] note =
                house.sql.queryForObject(
                        "select note from seal.checkpoint where log = ? order by size desc limit 1",
                        byte[].class,
                        log);
        assertThat(note).isNotNull();
        return note;
    }
}
