package io.affidavit.projections.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.affidavit.projections.seal.Finding.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What was sealed long ago is looked at again.
class PatrolTest {

    @TempDir private Path directory;
    private SealHouse house;
    private Forgery forgery;

    @BeforeEach
    void open() throws IOException {
        house = new SealHouse(directory);
        forgery = new Forgery(house);
        house.appendUpTo(600);
        house.sealOnce();
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void patrolsOldRecords() {
        Patrol patrol = new Patrol();
        assertSeen(() -> {}, session -> patrol.walk(session.sealed(), Duration.ofDays(1)), null, 0);
        assertThat(patrol.walked()).isGreaterThanOrEqualTo(600);
        assertPatrolled(() -> forgery.flip(100), Kind.LEAF, 100);
    }

    @Test
    void patrolsOldRecordsThatWereChangedWithTheirLeaves() {
        assertPatrolled(() -> forgery.change(100), Kind.LEAF, 100);
    }

    @Test
    void patrolsOldRecordsThatWereDeleted() {
        assertPatrolled(
                () -> house.tamper("delete from evidence.record where pos = 77"), Kind.MISSING, 77);
    }

    @Test
    void patrolsOldTiles() {
        assertPatrolled(
                () ->
                        house.tamper(
                                "update seal.tile"
                                        + " set hashes = set_byte(hashes, 40, 1 # get_byte(hashes, 40))"
                                        + " where idx = 1"),
                Kind.TILE,
                256);
    }

    @Test
    void patrolsOldCheckpoints() {
        house.appendUpTo(700);
        house.sealOnce();
        assertPatrolled(
                () ->
                        house.tamper(
                                "update seal.checkpoint set note = set_byte(note, 300,"
                                        + " 65 + (get_byte(note, 300) = 65)::int) where size = 600"),
                Kind.CHECKPOINT,
                600);
    }

    @Test
    void keepsInMindWhatThePatrolFoundUntilItIsRepaired() {
        forgery.flip(100);
        Patrol patrol = new Patrol();
        patrol.suspect(Kind.LEAF, 100); // as a report of an earlier process says
        assertRevisited(patrol, Kind.LEAF, 100);
        assertRevisited(patrol, Kind.LEAF, 100);
        forgery.flip(100);
        assertRevisited(patrol, null, 0);
    }

    /// Its tiles are not in the database before somebody asks for them.
    @Test
    void looksAtWhatWasOnlyReadAhead() {
        house.appendUpTo(800);
        Patrol patrol = new Patrol();
        patrol.suspect(Kind.LEAF, 600);
        assertSeen(
                () -> {},
                session -> {
                    session.readAhead();
                    patrol.revisit(session.sealed());
                },
                null,
                0);
    }

    private void assertPatrolled(Runnable change, Kind kind, long position) {
        Patrol patrol = new Patrol();
        assertSeen(
                change,
                session -> patrol.walk(session.sealed(), Duration.ofDays(1)),
                kind,
                position);
    }

    private void assertRevisited(Patrol patrol, @Nullable Kind kind, long position) {
        assertSeen(() -> {}, session -> patrol.revisit(session.sealed()), kind, position);
    }

    @FunctionalInterface
    private interface Look {

        void at(SealSession session) throws Exception;
    }

    /// The session knows the right tree before anything is changed, as a running one does.
    private void assertSeen(Runnable change, Look look, @Nullable Kind kind, long position) {
        try (Connection connection =
                house.database.database().dataSource("affidavit_sealer").getConnection()) {
            SealPlace place =
                    SealPlace.of(
                            connection,
                            (short) 0,
                            new AnchorDirectory(directory.resolve("anchor"), (short) 0),
                            house.sealKeys(),
                            SealSteps.NONE);
            SealSession session = place.begin();
            change.run();
            if (kind == null) {
                look.at(session);
                return;
            }
            Finding found =
                    assertThrows(BrokenLogException.class, () -> look.at(session)).finding();
            assertThat(found.kind()).as(found.toString()).isEqualTo(kind);
            assertThat(found.position()).as(found.toString()).isEqualTo(position);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
