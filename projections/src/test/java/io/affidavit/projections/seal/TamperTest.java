package io.affidavit.projections.seal;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.projections.seal.Finding.Kind;
import io.affidavit.schemas.evidence.EvidenceCommand.RecordHeartbeat;
import io.affidavit.schemas.evidence.EvidenceCommand.ReportTampering;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A superuser of the database changes what was appended or sealed: each way is found, and named.
class TamperTest {

    @TempDir private Path directory;
    private SealHouse house;
    private Forgery forgery;
    private Sealer running;

    /// 600 records are sealed, and a sealer is running that knows them.
    @BeforeEach
    void open() throws IOException {
        house = new SealHouse(directory);
        forgery = new Forgery(house);
        house.appendUpTo(600);
        running = house.sealer();
        running.step();
        assertThat(house.published()).hasSize(1);
    }

    @AfterEach
    void close() {
        running.drop();
        house.close();
    }

    @Test
    void findsAByteOfARecordThatIsNotSealedYet() {
        house.appendUpTo(610);
        forgery.flip(605);
        assertFound(running, Kind.LEAF, 605);
    }

    @Test
    void findsARecordThatWasChangedTogetherWithItsLeaf() {
        house.appendUpTo(610);
        forgery.change(605);
        assertFound(running, Kind.CHAIN, 606);
    }

    @Test
    void findsTheLastRecordChangedTogetherWithItsLeaf() {
        house.appendUpTo(610);
        forgery.change(609);
        assertFound(running, Kind.HEAD, 610);
    }

    @Test
    void findsRowsThatWereSwapped() {
        house.appendUpTo(610);
        house.tamper("update evidence.record set pos = -1 where pos = 604");
        house.tamper("update evidence.record set pos = 604 where pos = 605");
        house.tamper("update evidence.record set pos = 605 where pos = -1");
        assertFound(running, Kind.RECORD_FORM, 604);
    }

    @Test
    void findsAMissingRowThatIsNotSealedYet() {
        house.appendUpTo(610);
        house.tamper("delete from evidence.record where pos = 603");
        assertFound(running, Kind.MISSING, 603);
    }

    @Test
    void findsAnEditedFrontier() {
        house.appendUpTo(610);
        house.tamper(
                "update evidence.head"
                        + " set frontier = set_byte(frontier, 3, 1 # get_byte(frontier, 3))");
        assertFound(running, Kind.HEAD, 610);
    }

    @Test
    void findsALogThatWasRelinkedFromTheMiddleWithItsHead() {
        forgery.relink(100);
        assertFound(running, Kind.HEAD, 600);
        assertFound(house.sealer(), Kind.TILE, 600);
    }

    @Test
    void findsATailThatWasDeleted() {
        house.tamper("delete from evidence.record where pos >= 590");
        assertFound(house.sealer(), Kind.MISSING, 590);
    }

    @Test
    void findsATailThatWasDeletedWhileTheHeadWasRewound() {
        house.tamper("delete from evidence.record where pos >= 590");
        house.tamper("update evidence.head set size = 590");
        assertFound(running, Kind.ROLLBACK, 590);
        assertFound(house.sealer(), Kind.ROLLBACK, 590);
        assertThat(house.reported).as("nothing is appended to a log that was set back").isEmpty();
    }

    @Test
    void findsAnOldBackupThatHasGrownAgain() {
        house.tamper("delete from seal.checkpoint");
        forgery.relink(580);
        assertFound(house.sealer(), Kind.ROLLBACK, 600);
    }

    @Test
    void findsADatabaseThatIsGone() {
        house.tamper("delete from seal.checkpoint");
        house.tamper("truncate evidence.record");
        house.tamper("delete from evidence.head");
        assertFound(house.sealer(), Kind.ROLLBACK, 0);
    }

    @Test
    void findsAnEditedCheckpoint() {
        house.tamper(
                "update seal.checkpoint set note ="
                        + " set_byte(note, 200, 65 + (get_byte(note, 200) = 65)::int)");
        assertFound(house.sealer(), Kind.CHECKPOINT, 600);
    }

    @Test
    void findsACheckpointWhoseColumnsSayAnotherThing() {
        house.tamper("update seal.checkpoint set root = set_byte(root, 0, 1 # get_byte(root, 0))");
        assertFound(house.sealer(), Kind.CHECKPOINT, 600);
    }

    @Test
    void findsAnEditedTileOnItsWayToTheRoot() {
        house.tamper(
                "update seal.tile set hashes = set_byte(hashes, 40, 1 # get_byte(hashes, 40))"
                        + " where idx = 1");
        assertFound(house.sealer(), Kind.TILE, 600);
    }

    @Test
    void findsAMissingTile() {
        house.tamper("delete from seal.tile where idx = 1");
        assertFound(house.sealer(), Kind.TILE, 256);
    }

    @Test
    void reportsAFindingOnceAndSignsAgainAfterTheRepair() {
        house.appendUpTo(610);
        byte[] right =
                house.sql.queryForObject(
                        "select rec from evidence.record where pos = 605", byte[].class);
        forgery.flip(605);
        running.step();
        running.step();
        assertThat(house.reported)
                .singleElement()
                .isInstanceOfSatisfying(
                        ReportTampering.class,
                        report -> {
                            assertThat(report.finding().finding()).isEqualTo("leaf");
                            assertThat(report.finding().position()).isEqualTo(605);
                        });
        assertThat(house.published()).hasSize(1);
        assertThat(house.state.reasons()).singleElement().asString().contains("leaf at 605");

        house.tamper("update evidence.record set rec = ? where pos = 605", right);
        assertThat(running.step()).isTrue();
        assertThat(house.state.broken()).isNull();
        assertThat(house.published()).hasSize(2);
    }

    @Test
    void tellsOfSilence() {
        house.quiet = Duration.ZERO;
        running.drop();
        Sealer impatient = house.sealer();
        impatient.step();
        impatient.drop();
        assertThat(house.reported).singleElement().isInstanceOf(RecordHeartbeat.class);
    }

    private void assertFound(Sealer sealer, Kind kind, long position) {
        int published = house.published().size();
        assertThat(sealer.step()).isFalse();
        sealer.drop();
        Finding found = house.state.finding();
        assertThat(found).isNotNull();
        assertThat(found.kind()).as(found.toString()).isEqualTo(kind);
        assertThat(found.position()).as(found.toString()).isEqualTo(position);
        assertThat(house.state.broken()).contains(found.toString());
        assertThat(house.published()).as("nothing is signed").hasSizeLessThanOrEqualTo(published);
    }
}
