package io.affidavit.command.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.schemas.evidence.Leaf;
import io.affidavit.schemas.evidence.LogKeyUse;
import io.affidavit.schemas.evidence.LogOpened;
import io.affidavit.schemas.evidence.LogOrigin;
import io.affidavit.schemas.evidence.LostTail;
import io.affidavit.schemas.evidence.RecordView;
import io.affidavit.schemas.evidence.VerifierKey;
import io.affidavit.schemas.proof.Receipt;
import io.affidavit.schemas.serial.EventSerializer;
import io.affidavit.schemas.serial.StreamName;
import io.affidavit.schemas.value.CallId;
import io.affidavit.schemas.value.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One backup from before any rotation, restored twice: the records of both rotations are lost, and
/// the files of the keys that they retired are gone, too.
class SecondLossTest {

    private static final byte[] SPKI_HEAD = HexFormat.of().parseHex("302a300506032b6570032100");

    @TempDir private Path directory;
    private TestLog logs;

    @BeforeEach
    void open() {
        logs = new TestLog(directory);
    }

    @AfterEach
    void close() {
        logs.close();
    }

    @Test
    void goesOnWithTheKeysThatSignedLast() throws Exception {
        EvidenceLog first = logs.node();
        Receipt ofFirst = receipt(first);
        LogOpened atFirst = opened(0);
        execute("create table public.backup as select * from evidence.head");
        LostTail kept = kept(first.origin());
        Map<LogKeyUse, VerifierKey> rotated = rotate(first.origin());

        declare(rotated, kept);
        EvidenceLog second = logs.node();
        Receipt ofSecond = receipt(second);
        LogOpened atSecond = opened(1);
        assertKeys(atSecond, rotated);
        Map<LogKeyUse, VerifierKey> again = rotate(second.origin());

        execute(
                "set session_replication_role = replica",
                "delete from evidence.record where log = 1",
                "delete from evidence.part where log = 1",
                "delete from evidence.head",
                "insert into evidence.head select * from public.backup");
        declare(
                again,
                kept,
                new LostTail(
                        1,
                        second.origin().value(),
                        9,
                        Digest.ZERO,
                        0,
                        Digest.of(Leaf.emptyRoot())));
        EvidenceLog third = logs.node();
        Receipt ofThird = receipt(third);
        LogOpened atThird = opened(2);
        assertKeys(atThird, again);
        assertThat(atThird.lost())
                .extracting(LostTail::origin)
                .containsExactly(first.origin().value(), second.origin().value());

        assertThat(verifies(atFirst, ofFirst)).isTrue();
        assertThat(verifies(atSecond, ofSecond)).isTrue();
        assertThat(verifies(atThird, ofThird)).isTrue();
        assertThat(verifies(atThird, ofSecond)).isFalse();
    }

    /// Has new keys made and the files of all earlier ones taken away.
    private Map<LogKeyUse, VerifierKey> rotate(LogOrigin origin) throws IOException {
        List<Path> earlier = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "{log,receipt}.*")) {
            files.forEach(earlier::add);
        }
        Map<LogKeyUse, VerifierKey> made = new EnumMap<>(LogKeyUse.class);
        for (LogKeyUse use : LogKeyUse.values()) {
            made.put(use, new LogKeyFiles(new KeyDirectory(directory), origin).make(use).key());
        }
        for (Path file : earlier) {
            Files.delete(file);
        }
        return made;
    }

    /// By those that signed the checkpoint that the anchor has seen last.
    private void declare(Map<LogKeyUse, VerifierKey> signers, LostTail... lost)
            throws SQLException {
        new LogRecovery(
                        logs.database.writer(),
                        logs.database.vault(),
                        new KeyDirectory(directory),
                        Clock.systemUTC())
                .declare(
                        List.of(lost),
                        List.of(
                                Objects.requireNonNull(signers.get(LogKeyUse.ED25519)),
                                Objects.requireNonNull(signers.get(LogKeyUse.ML_DSA_44))),
                        "the disk broke");
    }

    private LostTail kept(LogOrigin origin) throws SQLException {
        try (Connection connection = logs.database.superuser().getConnection()) {
            Head head = HeadTable.current(connection).read(connection, false);
            return new LostTail(
                    0, origin.value(), 7, Digest.ZERO, head.size, Digest.of(head.frontier.root()));
        }
    }

    /// Of a refused call that is recorded now.
    private static Receipt receipt(EvidenceLog log) {
        CallId call = Facts.newCall();
        TestLog.append(log, Facts.refused(call, "acme"));
        return log.receipt(new StreamName("call", call.toString()), _ -> true).orElseThrow();
    }

    private LogOpened opened(int log) throws SQLException {
        try (Connection connection = logs.database.superuser().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "select rec from evidence.record where pos = 0 and log = " + log)) {
            row.next();
            RecordView first = RecordView.parse(row.getBytes(1));
            return (LogOpened)
                    EventSerializer.read(
                            first.type(),
                            Integer.toString(first.rev()),
                            first.data(),
                            first.parts());
        }
    }

    private static void assertKeys(LogOpened opened, Map<LogKeyUse, VerifierKey> keys) {
        Map<LogKeyUse, String> named =
                Map.of(
                        LogKeyUse.ED25519,
                        opened.ed25519Key(),
                        LogKeyUse.ML_DSA_44,
                        opened.mlDsa44Key(),
                        LogKeyUse.RECEIPT,
                        opened.receiptKey());
        named.forEach((use, key) ->
                assertThat(VerifierKey.parse(key).key())
                        .as("%s", use)
                        .isEqualTo(Objects.requireNonNull(keys.get(use)).key()));
    }

    /// By the key that the receipt's log names first, with the JDK's own Ed25519.
    private static boolean verifies(LogOpened opened, Receipt receipt)
            throws GeneralSecurityException {
        ByteArrayOutputStream spki = new ByteArrayOutputStream();
        spki.writeBytes(SPKI_HEAD);
        spki.writeBytes(VerifierKey.parse(opened.receiptKey()).key());
        Signature check = Signature.getInstance("Ed25519");
        check.initVerify(
                KeyFactory.getInstance("Ed25519")
                        .generatePublic(new X509EncodedKeySpec(spki.toByteArray())));
        check.update(Receipt.message(receipt.origin(), receipt.position(), receipt.leaf()));
        return check.verify(Base64.getDecoder().decode(receipt.signature()));
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = logs.database.superuser().getConnection();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }
}
