package io.affidavit.replay.fsck;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.replay.proof.TestLogKeys;
import io.affidavit.replay.proof.TrustPolicy;
import io.affidavit.replay.verify.Failure;
import io.affidavit.replay.verify.Failures;
import io.affidavit.replay.verify.SampleLog;
import io.affidavit.schemas.evidence.LogKeyAdded;
import io.affidavit.schemas.evidence.LogKeyRetired;
import io.affidavit.schemas.evidence.LogKeyUse;
import io.affidavit.schemas.evidence.RecordPlace;
import io.affidavit.schemas.evidence.RecordTime;
import io.affidavit.schemas.evidence.TreeHash;
import io.affidavit.schemas.proof.Checkpoint;
import io.affidavit.schemas.proof.NoteSignature;
import io.affidavit.schemas.proof.SignedNote;
import io.affidavit.schemas.serial.EventNames;
import io.affidavit.schemas.serial.EventSerializer;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.DomainEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A live store whose log's Ed25519 key was rotated, honestly and otherwise.
class RotatedFsckTest {

    private static final TestLogKeys OLD = SampleLog.LOG_KEYS;
    private static final TestLogKeys NEW = new TestLogKeys(SampleLog.ORIGIN);
    private static final int ADDED = 13; // behind two organizations and two calls

    private static SampleDatabase sample;

    private final SampleLog log = SampleLog.withCalls(2);
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

    @Test
    void findsNothingWrongWithARotation() throws Exception {
        add(NEW.takeOver(OLD));
        log.call(SampleLog.callId(7), "acme");
        retire(LogKeyRetired.OVERLAP_MIN);
        sample.rewrite(log);
        headAt(LogKeyRetired.OVERLAP_MIN);
        store(ADDED, OLD);
        store(ADDED + 1, OLD, NEW);
        store(ADDED + 6, OLD, NEW);
        store(ADDED + 7, NEW);
        assertThat(audit(null)).isEmpty();

        // An auditor who has learned nothing yet is content up to the end of the overlap.
        assertThat(audit(OLD.policy())).singleElement().asString().contains("checkpoint 20");
        assertThat(failures.exitCode()).isEqualTo(20);
    }

    @Test
    void findsThatTheNewKeysLineIsMissingInTheOverlap() throws Exception {
        add(NEW.takeOver(OLD));
        sample.rewrite(log);
        store(ADDED + 1, OLD);
        assertThat(audit(null)).singleElement().asString().contains("20 4 checkpoint 14 ED25519");
    }

    @Test
    void findsThatOnlyTheRetiredKeySigned() throws Exception {
        add(NEW.takeOver(OLD));
        retire(LogKeyRetired.OVERLAP_MIN);
        sample.rewrite(log);
        headAt(LogKeyRetired.OVERLAP_MIN);
        store(ADDED + 2, OLD);
        assertThat(audit(null)).singleElement().asString().contains("20 4 checkpoint 15 ED25519");
    }

    @Test
    void findsAKeyThatWasRetiredTooEarly() throws Exception {
        add(NEW.takeOver(OLD));
        retire(Duration.ofHours(23));
        sample.rewrite(log);
        headAt(Duration.ofHours(23));
        assertThat(audit(null)).singleElement().asString().contains("31 6 record 14 data");
    }

    @Test
    void findsAKeyThatTheOldOneDidNotSign() throws Exception {
        LogKeyAdded honest = NEW.takeOver(OLD);
        LogKeyAdded forged = NEW.takeOver(new TestLogKeys(SampleLog.ORIGIN));
        refuses(
                new LogKeyAdded(
                        honest.use(),
                        honest.key(),
                        honest.replaces(),
                        honest.possession(),
                        forged.consent(),
                        null,
                        List.of()));
    }

    @Test
    void findsAKeyThatNobodyShowedToHold() throws Exception {
        LogKeyAdded honest = NEW.takeOver(OLD);
        refuses(
                new LogKeyAdded(
                        honest.use(),
                        honest.key(),
                        honest.replaces(),
                        "",
                        honest.consent(),
                        null,
                        List.of()));
    }

    private void refuses(LogKeyAdded event) throws Exception {
        add(event);
        sample.rewrite(log);
        store(ADDED + 1, OLD);
        assertThat(audit(null)).singleElement().asString().contains("31 6 record 13 data");
    }

    private void add(LogKeyAdded event) {
        append(event, 1, Duration.ZERO);
    }

    private void retire(Duration later) {
        append(
                new LogKeyRetired(LogKeyUse.ED25519, OLD.ed25519Key().toString(), null, List.of()),
                2,
                later);
    }

    private void append(DomainEvent event, long sequence, Duration later) {
        log.append(
                new SampleLog.Entry(
                        EventNames.of(event.getClass()).type(),
                        "log",
                        SampleLog.ORIGIN.value(),
                        sequence,
                        null,
                        EventSerializer.data(event),
                        List.of()),
                place ->
                        new RecordPlace(
                                place.at().plus(later),
                                place.organizationPrevious(),
                                place.organizationSequence(),
                                place.nodeSequence(),
                                place.position(),
                                place.previous()));
    }

    private void headAt(Duration later) {
        sample.database()
                .execute(
                        "update evidence.head set at = '%s'"
                                .formatted(RecordTime.format(log.at().plus(later))));
    }

    private void store(int size, TestLogKeys... signers) throws SQLException {
        List<byte[]> leaves = log.rows().stream().map(SampleLog.Row::leaf).limit(size).toList();
        Checkpoint checkpoint =
                new Checkpoint(SampleLog.ORIGIN, size, Digest.of(TreeHash.root(leaves)));
        List<NoteSignature> lines = new ArrayList<>();
        for (TestLogKeys signer : signers) {
            lines.add(signer.ed25519Line(checkpoint));
        }
        lines.add(OLD.mlDsaLine(checkpoint));
        try (Connection connection = sample.database().superuserDataSource().getConnection();
                PreparedStatement insert =
                        connection.prepareStatement(
                                "insert into seal.checkpoint values (0, ?, ?, now(), ?)")) {
            insert.setInt(1, size);
            insert.setBytes(2, checkpoint.root().bytes());
            insert.setBytes(3, new SignedNote(checkpoint.text(), lines).bytes());
            insert.executeUpdate();
        }
    }

    private List<String> audit(@Nullable String policy) throws SQLException, IOException {
        found.clear();
        new Fsck(
                        sample.database().dataSource("affidavit_reader"),
                        failures,
                        (_, _) -> {},
                        new Fsck.Seals(
                                policy == null
                                        ? null
                                        : TrustPolicy.parse(
                                                policy.getBytes(StandardCharsets.US_ASCII)),
                                null))
                .run();
        return found.stream().map(Failure::line).toList();
    }
}
