package io.affidavit.projections.seal;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.projections.testing.TestKeys;
import io.affidavit.schemas.evidence.LogKeyAdded;
import io.affidavit.schemas.evidence.LogKeyRetired;
import io.affidavit.schemas.evidence.LogKeyUse;
import io.affidavit.schemas.evidence.VerifierKey;
import io.affidavit.schemas.proof.NoteSignature;
import io.affidavit.schemas.proof.SignedNote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// One key takes over from another while records are sealed.
class KeyRotationTest {

    private static final List<LogKeyUse> USES = List.of(LogKeyUse.ED25519, LogKeyUse.ML_DSA_44);

    @TempDir private Path directory;
    private final TestKeys next = TestKeys.random();
    private SealHouse house;

    @BeforeEach
    void open() throws IOException {
        house = new SealHouse(directory);
        house.appendUpTo(300);
        house.sealOnce();
    }

    @AfterEach
    void close() {
        house.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void signsWithBothInTheOverlapAndThenWithTheNewOnes(boolean restarts) throws IOException {
        Sealer running = house.sealer();
        SealState others = new SealState(Duration.ofSeconds(1));
        add();
        house.appendUpTo(400);
        step(restarts, running);
        assertThat(lines()).isEqualTo(ids(house.keys, next));

        retire();
        house.appendUpTo(500);
        step(restarts, running);
        assertThat(lines()).isEqualTo(ids(next));
        running.drop();

        house.sealOnce("other", others); // checks all of it
        house.appendUpTo(600);
        house.sealOnce();
        assertThat(lines()).isEqualTo(ids(next));
        assertThat(house.state.broken()).isNull();
        assertThat(others.broken()).isNull();
        assertThat(others.sealed()).isEqualTo(500);
    }

    private void step(boolean restarts, Sealer running) {
        if (restarts) {
            house.sealOnce();
        } else {
            running.step();
        }
    }

    @Test
    void leavesSigningToTheNodeThatHasTheKey() throws IOException {
        Sealer running = house.sealer();
        running.step();
        for (LogKeyUse use : USES) {
            house.log.append(next.takeOver(use, house.keys)); // made on another node
        }
        running.step();
        running.step();
        assertThat(house.state.isLeading()).isFalse();
        assertThat(house.published()).hasSize(1);
        assertThat(house.state.broken()).isNull();

        next.writeLater(directory.resolve("keys"));
        running.step();
        running.drop();
        assertThat(house.state.isLeading()).isTrue();
        assertThat(lines()).isEqualTo(ids(house.keys, next));
    }

    /// It can check what others sign, and nothing is wrong with the log.
    @Test
    void reportsNothingWhereAllPresentKeysAreElsewhere() throws IOException {
        for (LogKeyUse use : USES) {
            house.log.append(next.takeOver(use, house.keys)); // made on another node
        }
        retire();
        house.sealOnce();
        house.sealOnce();
        assertThat(house.state.broken()).isNull();
        assertThat(house.published()).hasSize(1);
    }

    @Test
    void followsManyChangesOfAKey() throws IOException {
        TestKeys before = house.keys;
        for (int i = 0; i <= 100; i++) {
            TestKeys after = TestKeys.random();
            house.log.append(after.takeOver(LogKeyUse.ED25519, before));
            String old = before.key(LogKeyUse.ED25519).toString();
            house.log.append(new LogKeyRetired(LogKeyUse.ED25519, old, null, List.of()));
            before = after;
        }
        before.writeLater(directory.resolve("keys"));
        house.sealOnce();
        assertThat(house.state.broken()).isNull();
        assertThat(lines()).contains(before.key(LogKeyUse.ED25519).keyId());
    }

    @Test
    void keepsWorkingWhenOldFilesAreGone() throws IOException {
        add();
        retire();
        Files.delete(directory.resolve("keys/log.ed25519"));
        Files.delete(directory.resolve("keys/log.mldsa44"));
        house.sealOnce();
        assertThat(lines()).isEqualTo(ids(next));
        assertThat(house.state.broken()).isNull();
    }

    @Test
    void refusesAKeyThatNobodyHandedOver() throws IOException {
        TestKeys thief = TestKeys.random();
        LogKeyAdded honest = next.takeOver(LogKeyUse.ED25519, house.keys);
        LogKeyAdded stolen = thief.takeOver(LogKeyUse.ED25519, house.keys);
        house.log.append(
                new LogKeyAdded(
                        LogKeyUse.ED25519,
                        stolen.key(),
                        stolen.replaces(),
                        stolen.possession(),
                        honest.consent(),
                        null,
                        List.of()));
        house.sealOnce();
        assertThat(house.published()).hasSize(1);
        assertThat(house.state.broken()).contains("record form at 300");
    }

    @Test
    void refusesAKeyThatNobodyHolds() throws IOException {
        LogKeyAdded honest = next.takeOver(LogKeyUse.ED25519, house.keys);
        house.log.append(
                new LogKeyAdded(
                        LogKeyUse.ED25519,
                        honest.key(),
                        honest.replaces(),
                        honest.consent(),
                        honest.consent(),
                        null,
                        List.of()));
        house.sealOnce();
        assertThat(house.state.broken()).contains("record form at 300");
    }

    @Test
    void refusesACheckpointOfTheOverlapWithoutTheNewKeysLine() throws IOException {
        add();
        house.sealOnce();
        SignedNote note = house.published().getLast();
        replace(note, new SignedNote(note.text(), note.signatures().subList(0, 2)));
        house.sealOnce();
        assertThat(house.state.broken()).contains("checkpoint at 302");
    }

    @Test
    void refusesACheckpointThatOnlyRetiredKeysSigned() throws Exception {
        add();
        retire();
        house.sealOnce();
        SignedNote note = house.published().getLast();
        replace(
                note,
                house.sealKeys()
                        .seal(
                                note.checkpoint(),
                                SealHouse.NOW,
                                USES.stream().map(house.keys::key).toList())
                        .note());
        house.sealOnce();
        assertThat(house.state.broken()).contains("checkpoint at 304");
    }

    private void replace(SignedNote old, SignedNote by) throws IOException {
        house.tamper(
                "update seal.checkpoint set note = ? where size = ?",
                by.bytes(),
                old.checkpoint().size());
        Files.delete(house.anchored("anchor").getLast());
    }

    private void add() throws IOException {
        next.writeLater(directory.resolve("keys"));
        for (LogKeyUse use : USES) {
            house.log.append(next.takeOver(use, house.keys));
        }
    }

    private void retire() {
        for (LogKeyUse use : USES) {
            house.log.append(
                    new LogKeyRetired(use, house.keys.key(use).toString(), null, List.of()));
        }
    }

    private List<Integer> lines() {
        return house.published().getLast().signatures().stream()
                .map(NoteSignature::keyId)
                .sorted()
                .toList();
    }

    private static List<Integer> ids(TestKeys... keys) {
        return Arrays.stream(keys)
                .flatMap(pair -> USES.stream().map(pair::key))
                .map(VerifierKey::keyId)
                .sorted()
                .toList();
    }
}
