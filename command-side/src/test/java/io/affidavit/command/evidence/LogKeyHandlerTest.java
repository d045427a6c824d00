package io.affidavit.command.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affidavit.schemas.evidence.EvidenceCommand.AddLogKey;
import io.affidavit.schemas.evidence.EvidenceCommand.LogKeyView;
import io.affidavit.schemas.evidence.EvidenceCommand.PrepareLogKey;
import io.affidavit.schemas.evidence.EvidenceCommand.RetireLogKey;
import io.affidavit.schemas.evidence.LogHeartbeat;
import io.affidavit.schemas.evidence.LogKeyAdded;
import io.affidavit.schemas.evidence.LogKeyUse;
import io.affidavit.schemas.evidence.RecordView;
import io.affidavit.schemas.evidence.VerifierKey;
import io.affidavit.schemas.proof.Receipt;
import io.affidavit.schemas.serial.EventSerializer;
import io.affidavit.schemas.serial.Refusal;
import io.affidavit.schemas.serial.StreamName;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.FailureCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.axonframework.commandhandling.AnnotationCommandHandlerAdapter;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A key takes over from another one on record, and from nobody else's hand.
class LogKeyHandlerTest {

    private static final String ED25519_PREFIX = "302a300506032b6570032100";
    private static final String ML_DSA_44_PREFIX = "30820532300b06096086480165030403110382052100";

    @TempDir Path directory;
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
    private TestLog logs;
    private EvidenceLog log;
    private RetryingCommandBus bus;

    @BeforeEach
    void open() {
        logs = new TestLog(directory);
        log = start();
        bus = RetryingCommandBus.create();
        LogKeyFiles files = new LogKeyFiles(new KeyDirectory(directory), log.origin());
        new AnnotationCommandHandlerAdapter<>(new LogKeyHandler(log.store(), files, clock))
                .subscribe(bus);
    }

    private EvidenceLog start() {
        return logs.node(logs.database.writer(), AppendLedger.NONE, clock);
    }

    @AfterEach
    void close() {
        logs.close();
    }

    @ParameterizedTest
    @EnumSource(LogKeyUse.class)
    void rotatesWithBothSignatures(LogKeyUse use) throws Exception {
        LogKeyView added = view(new AddLogKey("log", use, null, List.of()));
        assertThat(Files.exists(directory.resolve(added.file()))).isTrue();
        assertThat(Files.getPosixFilePermissions(directory.resolve(added.file()))).hasSize(2);
        LogKeyAdded event = lastAdded();
        VerifierKey key = VerifierKey.parse(event.key());
        VerifierKey old = VerifierKey.parse(event.replaces());
        byte[] message = LogKeyAdded.message(log.origin(), use, old, key);
        assertThat(verifies(key, message, event.possession())).isTrue();
        assertThat(verifies(old, message, event.consent())).isTrue();
        assertThat(verifies(old, message, event.possession())).isFalse();

        assertThat(refusal(new AddLogKey("log", use, null, List.of())))
                .contains("retire the old one");
        assertThat(refusal(new RetireLogKey("log", use, null, List.of()))).contains("both");
        now.set(now.get().plus(Duration.ofHours(24)));
        assertThat(view(new RetireLogKey("log", use, null, List.of())).key())
                .isEqualTo(old.toString());
        assertThat(refusal(new RetireLogKey("log", use, null, List.of())))
                .contains("add one first");
        assertThat(logs.verified())
                .extracting(RecordView::type)
                .containsExactly("log.opened", "log.key_added", "log.key_retired");
        assertThat(log.missingKeys()).isEmpty();
    }

    @Test
    void takesTheKeyThatWasPrepared() {
        LogKeyView prepared = view(new PrepareLogKey("log", LogKeyUse.ED25519));
        assertThat(view(new PrepareLogKey("log", LogKeyUse.ED25519))).isEqualTo(prepared);
        assertThat(logs.verified()).hasSize(1);
        // As after a process died between the file and the record.
        assertThat(view(new AddLogKey("log", LogKeyUse.ED25519, null, List.of())))
                .isEqualTo(prepared);
    }

    @Test
    void meetsItselfWhenARequestIsRepeated() {
        Digest request = Digest.of(new byte[32]);
        byte[] otherBody = new byte[32];
        otherBody[31] = 1;
        AddLogKey add = new AddLogKey("log", LogKeyUse.ED25519, request, List.of());
        LogKeyView added = view(add);
        assertThat(view(add)).isEqualTo(added);
        assertThat(
                        refused(
                                new AddLogKey(
                                        "log", LogKeyUse.ED25519, Digest.of(otherBody), List.of())))
                .isEqualTo(FailureCode.IDEMPOTENCY_KEY_REUSED);
        now.set(now.get().plus(Duration.ofHours(24)));
        byte[] another = new byte[32];
        another[0] = 1;
        RetireLogKey retire =
                new RetireLogKey("log", LogKeyUse.ED25519, Digest.of(another), List.of());
        LogKeyView retired = view(retire);
        assertThat(retired).isNotEqualTo(added);
        assertThat(view(retire)).isEqualTo(retired);
        assertThat(view(add)).isEqualTo(added); // however late
        assertThat(logs.verified()).hasSize(3);
    }

    @Test
    void refusesWithoutTheOldKey() throws Exception {
        Files.delete(directory.resolve("log.ed25519"));
        assertThat(refusal(new AddLogKey("log", LogKeyUse.ED25519, null, List.of())))
                .contains("log.ed25519");
        assertThat(logs.verified()).hasSize(1);
    }

    @Test
    void signsReceiptsWithTheOldKeyForHalfOfTheOverlap() throws Exception {
        byte[] message = receiptMessage();
        VerifierKey key =
                VerifierKey.parse(
                        view(new AddLogKey("log", LogKeyUse.RECEIPT, null, List.of())).key());
        VerifierKey old = VerifierKey.parse(lastAdded().replaces());
        assertThat(verifies(old, message, receipt(start()).signature())).isTrue();
        now.set(now.get().plus(Duration.ofHours(12)));
        assertThat(verifies(key, message, receipt(start()).signature())).isTrue();

        now.set(now.get().plus(Duration.ofHours(12)));
        view(new RetireLogKey("log", LogKeyUse.RECEIPT, null, List.of()));
        Files.delete(directory.resolve("receipt.ed25519"));
        Files.delete(directory.resolve("receipt.ed25519.pub"));
        assertThat(verifies(key, message, receipt(start()).signature())).isTrue();
    }

    @Test
    void startsAndSaysSoWithoutAKeyThatIsTakingOver() throws Exception {
        LogKeyView added = view(new AddLogKey("log", LogKeyUse.ML_DSA_44, null, List.of()));
        Path kept = Files.createDirectory(directory.resolve("elsewhere"));
        for (String name : List.of(added.file(), added.file() + ".pub")) {
            Files.move(directory.resolve(name), kept.resolve(name));
        }
        assertThat(start().missingKeys()).singleElement().asString().contains(added.file());
        now.set(now.get().plus(Duration.ofHours(24)));
        assertThat(refusal(new RetireLogKey("log", LogKeyUse.ML_DSA_44, null, List.of())))
                .contains(added.file());
        for (String name : List.of(added.file(), added.file() + ".pub")) {
            Files.move(kept.resolve(name), directory.resolve(name));
        }
        view(new RetireLogKey("log", LogKeyUse.ML_DSA_44, null, List.of()));
        Files.delete(directory.resolve(added.file() + ".pub"));
        assertThatThrownBy(this::start).isInstanceOf(WrongKeys.class);
    }

    private byte[] receiptMessage() {
        Receipt receipt = receipt(log);
        return Receipt.message(receipt.origin(), receipt.position(), receipt.leaf());
    }

    /// The receipt of the log's first record, which a story of its own keeps at its end.
    private Receipt receipt(EvidenceLog of) {
        StreamName beat = new StreamName("heartbeat", "a");
        if (logs.verified().stream().noneMatch(record -> record.type().equals("log.heartbeat"))) {
            TestLog.append(log, TestLog.event(beat.type(), beat.id(), 0, new LogHeartbeat(60)));
        }
        return of.receipt(beat, _ -> true).orElseThrow();
    }

    private LogKeyAdded lastAdded() {
        RecordView record =
                logs.verified().stream()
                        .filter(each -> each.type().equals("log.key_added"))
                        .toList()
                        .getLast();
        return (LogKeyAdded) EventSerializer.read(record.type(), "2", record.data(), List.of());
    }

    private LogKeyView view(Object command) {
        CommandResultMessage<?> result = send(command);
        assertThat(result.isExceptional()).as("%s", result).isFalse();
        return (LogKeyView) result.getPayload();
    }

    private String refusal(Object command) {
        Refusal refusal = Refusal.of(send(command).exceptionResult()).orElseThrow();
        assertThat(refusal.code()).isEqualTo(FailureCode.CONFLICT);
        return refusal.message();
    }

    private FailureCode refused(Object command) {
        return Refusal.of(send(command).exceptionResult()).orElseThrow().code();
    }

    private CommandResultMessage<?> send(Object command) {
        AtomicReference<@Nullable CommandResultMessage<?>> answer = new AtomicReference<>();
        bus.dispatch(
                GenericCommandMessage.asCommandMessage(command), (_, result) -> answer.set(result));
        CommandResultMessage<?> result = answer.get();
        assertThat(result).isNotNull();
        return result;
    }

    /// By the JDK's own cryptography.
    private static boolean verifies(VerifierKey key, byte[] message, String signature)
            throws GeneralSecurityException {
        boolean classic = key.algorithm() == VerifierKey.Algorithm.ED25519;
        byte[] prefix = HexFormat.of().parseHex(classic ? ED25519_PREFIX : ML_DSA_44_PREFIX);
        byte[] spki = Arrays.copyOf(prefix, prefix.length + key.key().length);
        System.arraycopy(key.key(), 0, spki, prefix.length, key.key().length);
        String algorithm = classic ? "Ed25519" : "ML-DSA-44";
        Signature verifier = Signature.getInstance(algorithm);
        verifier.initVerify(
                KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(spki)));
        verifier.update(message);
        return verifier.verify(Base64.getDecoder().decode(signature));
    }
}
