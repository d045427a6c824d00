package io.affidavit.projections.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.affidavit.projections.seal.Finding.Kind;
import io.affidavit.projections.testing.TestLog;
import io.affidavit.schemas.evidence.EvidenceCommand.ReportTampering;
import io.affidavit.schemas.evidence.Leaf;
import io.affidavit.schemas.evidence.LogOrigin;
import io.affidavit.schemas.evidence.LostTail;
import io.affidavit.schemas.value.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A log that has ended is looked at again: 600 records of it were sealed, 610 are left.
class EndedLogsTest {

    @TempDir private Path directory;
    private SealHouse house;

    @BeforeEach
    void open() throws IOException {
        house = new SealHouse(directory);
        house.appendUpTo(600);
        house.sealOnce();
        house.appendUpTo(610);
        LostTail left =
                new LostTail(
                        0,
                        TestLog.ORIGIN.value(),
                        900,
                        Digest.ZERO,
                        610,
                        Digest.of(house.log.root()));
        house.openBehind(left);
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void findsEverythingAsItWasLeft() throws Exception {
        EndedLogs logs = new EndedLogs(house.state::ended);
        try (Connection connection = connection()) {
            RecordRows current = new RecordRows(connection, (short) 1);
            logs.walk(current, Duration.ofDays(1));
            assertThatCode(() -> logs.walk(current, Duration.ofDays(1))).doesNotThrowAnyException();
        }
        assertThat(logs.walked()).isGreaterThanOrEqualTo(600);
        house.sealOnce();
        assertThat(house.state.broken()).isNull();
    }

    @Test
    void keepsWhatWasSealedOfItForReceipts() {
        house.sealOnce();
        assertThat(house.state.of(TestLog.ORIGIN))
                .satisfies(kept -> {
                    assertThat(kept.log()).isZero();
                    assertThat(kept.checkpoint().size()).isEqualTo(600);
                    assertThat(house.isSigned(kept.note())).isTrue();
                });
        assertThat(house.state.of(new LogOrigin("unknown/0123456789abcdef/2026"))).isNull();
    }

    @Test
    void findsARecordThatWasEdited() {
        flip(100);
        assertFound(Kind.LEAF, 100);
    }

    @Test
    void findsARecordThatWasEditedBehindTheLastCheckpoint() {
        flip(605);
        assertFound(Kind.LEAF, 605);
    }

    @Test
    void findsARecordThatWasEditedThereTogetherWithItsHash() {
        flip(605);
        byte[] record =
                house.sql.queryForObject(
                        "select rec from evidence.record where log = 0 and pos = 605",
                        byte[].class);
        house.tamper(
                "update evidence.record set leaf = ? where log = 0 and pos = 605",
                Leaf.leaf(record));
        assertFound(Kind.LEAF, 600); // somewhere behind that
    }

    @Test
    void findsARecordThatIsGone() {
        house.tamper("delete from evidence.record where log = 0 and pos = 609");
        assertFound(Kind.MISSING, 609);
    }

    @Test
    void findsATileThatWasEdited() {
        house.tamper(
                "update seal.tile set hashes = set_byte(hashes, 40, 1 # get_byte(hashes, 40))"
                        + " where log = 0 and idx = 1");
        assertFound(Kind.TILE, 600); // it leads to no tree that was signed
    }

    @Test
    void findsAnEndThatWasMoved() {
        house.tamper("update evidence.head set size = 609 where log = 0");
        assertFound(Kind.MISSING, 609);
    }

    @Test
    void alarmsAsForTheOpenLogUntilItIsRepaired() {
        Sealer sealer = house.sealer();
        house.tamper("update evidence.head set size = 611 where log = 0");
        assertThat(sealer.step()).isFalse();
        assertThat(house.state.broken()).contains("log 0: head at 611");
        assertThat(house.reported)
                .singleElement()
                .isInstanceOfSatisfying(
                        ReportTampering.class,
                        report -> {
                            assertThat(report.report()).isEqualTo("0/head/611");
                            assertThat(report.finding().log()).isZero();
                        });
        assertThat(sealer.step()).isFalse();
        house.tamper("update evidence.head set size = 610 where log = 0");
        assertThat(sealer.step()).isTrue();
        assertThat(house.state.broken()).isNull();
        sealer.drop();
    }

    @Test
    void looksFirstAtWhatWasFoundBefore() throws Exception {
        flip(100);
        EndedLogs logs = new EndedLogs(house.state::ended);
        logs.suspect(0, Kind.LEAF, 100); // as a report of an earlier process says
        try (Connection connection = connection()) {
            RecordRows current = new RecordRows(connection, (short) 1);
            assertThrows(BrokenLogException.class, () -> logs.revisit(current));
            flip(100);
            assertThatCode(() -> logs.revisit(current)).doesNotThrowAnyException();
        }
    }

    private void flip(long position) {
        house.tamper(
                "update evidence.record set rec = set_byte(rec, 30, 1 # get_byte(rec, 30))"
                        + " where log = 0 and pos = ?",
                position);
    }

    private void assertFound(Kind kind, long position) {
        try (Connection connection = connection()) {
            RecordRows current = new RecordRows(connection, (short) 1);
            Finding found =
                    assertThrows(
                                    BrokenLogException.class,
                                    () ->
                                            new EndedLogs(house.state::ended)
                                                    .walk(current, Duration.ofDays(1)))
                            .finding();
            assertThat(found.ended()).isZero();
            assertThat(found.kind()).as(found.toString()).isEqualTo(kind);
            assertThat(found.position()).as(found.toString()).isEqualTo(position);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private Connection connection() throws Exception {
        return house.database.database().dataSource("affidavit_sealer").getConnection();
    }
}
