package io.affidavit.replay.fsck;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.replay.proof.TestLogKeys;
import io.affidavit.replay.verify.Failure;
import io.affidavit.replay.verify.Failures;
import io.affidavit.replay.verify.SampleLog;
import io.affidavit.schemas.evidence.LogOrigin;
import io.affidavit.schemas.proof.Checkpoint;
import io.affidavit.schemas.proof.SignedNote;
import io.affidavit.schemas.value.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The tamper matrix of the live store where it was sealed: what a superuser can do, and how it
/// shows.
class SealedFsckTest {

    private static final int CALLS = 110; // 553 records: two full tiles
    private static final SampleLog LOG = SampleLog.withCalls(CALLS);
    private static final List<byte[]> LEAVES =
            LOG.rows().stream().map(SampleLog.Row::leaf).toList();
    private static final String REMOVE_TAIL =
            "delete from evidence.record where pos >= 548;"
                    + " delete from evidence.part where pos >= 548";

    private static SampleDatabase sample;

    @TempDir private Path anchor;

    private final List<Failure> found = new ArrayList<>();
    private final Failures failures = new Failures(found::add);

    @BeforeAll
    static void createTables() throws IOException {
        sample = SampleDatabase.create();
    }

    @AfterAll
    static void dropTables() {
        sample.close();
    }

    @BeforeEach
    void sealed() {
        sample.rewrite(LOG);
        sample.seal(LOG, 1, 3, 256, 400, 550);
    }

    @Test
    void findsNothingWrongWithWhatWasSealed() throws Exception {
        anchor(400, SampleDatabase.note(LEAVES, 400));
        anchor(550, SampleDatabase.note(LEAVES, 550));

        audit();

        assertThat(lines()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tampering")
    void findsWhatASuperuserDid(String what, int code, String object, String statements)
            throws Exception {
        sample.database().execute(statements);

        audit();

        assertThat(failures.exitCode()).as(lines()).isEqualTo(code);
        assertThat(found.stream().map(Failure::object)).as(lines()).contains(object);
    }

    static Stream<Arguments> tampering() {
        return Stream.of(
                row(
                        "a hash of a tile",
                        30,
                        "tile 0/1",
                        "update seal.tile"
                                + " set hashes = set_byte(hashes, 40, 1 # get_byte(hashes, 40)) where idx = 1"),
                row("a tile deleted", 30, "tile 0/0", "delete from seal.tile where idx = 0"),
                row(
                        "a tile invented",
                        30,
                        "tile 0/2",
                        "insert into seal.tile select 0, 0, 2, hashes from seal.tile where idx = 1"),
                row(
                        "a tile of a level that is not",
                        30,
                        "tile 3/0",
                        "insert into seal.tile select 0, 3, 0, hashes from seal.tile where idx = 1"),
                row(
                        "the root column of a checkpoint",
                        20,
                        "checkpoint 400 columns",
                        "update seal.checkpoint set root = sha256(root) where size = 400"),
                row(
                        "a byte of a note",
                        20,
                        "checkpoint 400 line of key %08x"
                                .formatted(SampleLog.LOG_KEYS.ed25519Key().keyId()),
                        "update seal.checkpoint set note = convert_to(replace("
                                + "convert_from(note, 'UTF8'), E'\\n400\\n', E'\\n401\\n'), 'UTF8')"
                                + " where size = 400"),
                row(
                        "a note that is none",
                        20,
                        "checkpoint 400",
                        "update seal.checkpoint set note = '\\x00' where size = 400"),
                row(
                        "the tail with the head rewound",
                        23,
                        "checkpoint 550",
                        REMOVE_TAIL + "; update evidence.head set size = 548"));
    }

    @Test
    void findsALogThatWasWrittenAnewWithEverythingLinkedAndTheHeadWithIt() throws Exception {
        sample.rewrite(rewritten());
        sample.seal(LOG, 1, 3, 256, 400, 550);

        audit();

        assertThat(failures.exitCode()).as(lines()).isEqualTo(30);
        assertThat(found.stream().map(Failure::object))
                .contains("tile 0/0", "checkpoint 256 root", "checkpoint 550 root")
                .doesNotContain("checkpoint 3 root");
    }

    @Test
    void findsALogThatWasWrittenAnewWithItsSealsByTheAnchorAlone() throws Exception {
        SampleLog other = rewritten();
        sample.rewrite(other);
        sample.seal(other, 3, 550);
        anchor(550, SampleDatabase.note(LEAVES, 550));

        audit();

        assertThat(lines()).startsWith("FAIL 23 5 anchor 550: size 550 root ");
        assertThat(failures.exitCode()).isEqualTo(23);
    }

    @Test
    void findsABackupOlderThanTheAnchor() throws Exception {
        SampleLog old = SampleLog.withCalls(2);
        sample.rewrite(old);
        sample.seal(old, 3, 13);
        anchor(550, SampleDatabase.note(LEAVES, 550));

        audit();

        assertThat(lines())
                .isEqualTo(
                        "FAIL 23 5 anchor 550: a log of 13 records expected one of at least 550,"
                                + " as was signed");
    }

    @Test
    void findsCheckpointsOfStrangers() throws Exception {
        LogOrigin elsewhere = new LogOrigin("else.example/0123456789abcdef/2026");
        store(256, new TestLogKeys(elsewhere).sign(new Checkpoint(elsewhere, 256, root(256))));
        audit();
        assertThat(failures.exitCode()).as(lines()).isEqualTo(21);
    }

    @Test
    void findsACheckpointSignedWithOtherKeys() throws Exception {
        TestLogKeys thief = new TestLogKeys(SampleLog.ORIGIN);
        store(256, thief.sign(new Checkpoint(SampleLog.ORIGIN, 256, root(256))));
        audit();
        assertThat(failures.exitCode()).as(lines()).isEqualTo(20);
    }

    /// Another log from its fifth record on.
    private static SampleLog rewritten() {
        SampleLog other = SampleLog.withCalls(0);
        for (int i = 0; i < CALLS; i++) {
            other.call(SampleLog.callId(i + 1_000L), "acme");
        }
        return other;
    }

    private static Digest root(int size) {
        return SampleDatabase.note(LEAVES, size).checkpoint().root();
    }

    private static void store(int size, SignedNote note) throws SQLException {
        try (Connection connection = sample.database().superuserDataSource().getConnection();
                PreparedStatement update =
                        connection.prepareStatement(
                                "update seal.checkpoint set note = ? where size = ?")) {
            update.setBytes(1, note.bytes());
            update.setInt(2, size);
            update.executeUpdate();
        }
    }

    private void anchor(int size, SignedNote note) throws IOException {
        Path file = anchor.resolve("0").resolve("%020d.checkpoint".formatted(size));
        Files.createDirectories(file.getParent());
        Files.write(file, note.bytes());
    }

    private void audit() throws SQLException, IOException {
        new Fsck(
                        sample.database().dataSource("affidavit_reader"),
                        failures,
                        (_, _) -> {},
                        new Fsck.Seals(null, anchor))
                .run();
    }

    private String lines() {
        return String.join("\n", found.stream().map(Failure::line).toList());
    }

    private static Arguments row(String what, int code, String object, String statements) {
        return Arguments.of(what, code, object, statements);
    }
}
