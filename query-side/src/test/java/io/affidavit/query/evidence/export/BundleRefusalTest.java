package io.affidavit.query.evidence.export;

import static io.affidavit.projections.testing.Stories.admitted;
import static io.affidavit.projections.testing.Stories.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affidavit.projections.testing.Stories;
import io.affidavit.projections.testing.TestLog;
import io.affidavit.query.ExportLog;
import io.affidavit.schemas.bundle.BundleAnswer;
import io.affidavit.schemas.bundle.BundleExported;
import io.affidavit.schemas.bundle.BundleKind;
import io.affidavit.schemas.bundle.BundleQuery.PrepareBundle;
import io.affidavit.schemas.bundle.BundleScope;
import io.affidavit.schemas.evidence.Leaf;
import io.affidavit.schemas.evidence.LogOrigin;
import io.affidavit.schemas.proof.Checkpoint;
import io.affidavit.schemas.proof.NoteSignature;
import io.affidavit.schemas.proof.SignedNote;
import io.affidavit.schemas.value.CallId;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.FailureCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What keeps a bundle from leaving.
class BundleRefusalTest {

    private static final CallId CALL = call(1);
    private static final CallId OPEN = call(2);
    private static final CallId FOREIGN = call(3);

    private static BundleHouse bundles;

    @BeforeAll
    static void open() {
        Tools.require("openssl", "sha256sum");
        bundles = new BundleHouse();
        bundles.house
                .log()
                .append(admitted(CALL), admitted(OPEN), admitted(FOREIGN, 2, "fast", Stories.AT));
        bundles.sealer.seal(4);
    }

    @AfterAll
    static void close() {
        bundles.close();
    }

    @Test
    void anExportIsOnRecordBeforeItsFirstByteLeaves() {
        ExportLog log = bundles.house.bean(ExportLog.class);
        PrepareBundle request = bundles.request(scope(CALL));
        log.away(true);
        bundles.prepare(request);
        assertThat(bundles.await(request.bundle())).isEqualTo("failed");
        assertThat(bundles.house.octets("/evidence/bundles/" + request.bundle()).body())
                .asString(StandardCharsets.UTF_8)
                .contains("\"failed\"");
        assertThat(bundles.failure(request.bundle())).isEqualTo("evidence_unavailable");
        log.away(false);
        bundles.export(request);

        PrepareBundle next = bundles.request(scope(CALL));
        Path folder = BundleHouse.unpack(bundles.export(next));
        BundleExported exported = bundles.exported(next);
        assertThat(exported.kind()).isEqualTo(BundleKind.CALL);
        assertThat(exported.id()).isEqualTo(CALL.toString());
        assertThat(exported.size()).isEqualTo(4);
        assertThat(exported.sums().value())
                .isEqualTo(Tools.run(folder, "sha256sum", "SHA256SUMS").output().substring(0, 64));
    }

    @Test
    void refusesWhatIsNotThereOrNotOfOneOrganization() {
        assertThat(refusal(scope(call(99)))).isEqualTo(FailureCode.NOT_FOUND);
        assertThat(refusal(BundleScope.of(BundleKind.KEY, "nobody")))
                .isEqualTo(FailureCode.NOT_FOUND);
        assertThat(refusal(BundleScope.of(BundleKind.LIMIT, "lim_0123456789abcdef")))
                .isEqualTo(FailureCode.NOT_FOUND);
        assertThat(
                        refusal(
                                BundleScope.organization(
                                        "nobody", Stories.AT, Stories.AT.plusSeconds(1))))
                .isEqualTo(FailureCode.NOT_FOUND);
        assertThat(refusal(BundleScope.calls(List.of(CALL.toString(), FOREIGN.toString()))))
                .isEqualTo(FailureCode.INVALID_VALUE);
        assertThat(bundles.house.get("/evidence/bundles/nobody").status()).isEqualTo(404);
    }

    @Test
    void aBundleWhoseFileIsGoneIsNotMadeAgainUnderItsOldId() {
        PrepareBundle request = bundles.request(scope(CALL));
        bundles.house
                .log()
                .append(
                        new BundleExported(
                                request.bundle(),
                                null,
                                BundleKind.CALL,
                                CALL.toString(),
                                null,
                                null,
                                2,
                                0,
                                4,
                                Digest.ZERO,
                                List.of()));

        BundleAnswer answer = bundles.prepare(request);

        assertThat(answer.failure()).isEqualTo(FailureCode.CONFLICT);
        assertThat(answer.detail()).startsWith("Idempotency-Key: ");
    }

    @Test
    void takesNoCheckpointThatTheLogDidNotSign() {
        SignedNote good = bundles.sealer.note(new Checkpoint(TestLog.ORIGIN, 3, Digest.ZERO));
        NoteSignature line = good.signatures().getFirst();
        LogOrigin other = LogOrigin.of("test.example", "fedcba9876543210", 2026);
        List<SignedNote> wrong =
                List.of(
                        bundles.sealer.note(new Checkpoint(other, 3, Digest.ZERO)),
                        bundles.sealer.note(new Checkpoint(TestLog.ORIGIN, 0, Digest.ZERO)),
                        new SignedNote(
                                new Checkpoint(TestLog.ORIGIN, 4, Digest.ZERO).text(),
                                good.signatures()),
                        new SignedNote(
                                good.text(),
                                List.of(
                                        line,
                                        new NoteSignature(
                                                line.name(),
                                                good.signatures().getLast().keyId(),
                                                new byte[2_428]))),
                        new SignedNote(
                                good.text(),
                                List.of(
                                        new NoteSignature(
                                                line.name(), line.keyId() + 1, line.signature()))));
        for (SignedNote note : wrong) {
            BundleAnswer answer = bundles.prepare(bundles.knowing(note, scope(CALL)));
            assertThat(answer.failure()).as(note.text()).isEqualTo(FailureCode.INVALID_VALUE);
            assertThat(answer.detail()).startsWith("known: ");
        }
    }

    @Test
    void promisesNoTimeStampWithoutAnAuthority() {
        BundleAnswer answer = bundles.prepare(bundles.stamped(true, scope(CALL)));

        assertThat(answer.failure()).isEqualTo(FailureCode.INVALID_VALUE);
        assertThat(answer.detail()).startsWith("stamp: ");
    }

    @Test
    void signsWithNoCertificateForOtherThings(@TempDir Path keys) {
        Tools.makeExportKey(keys, "extendedKeyUsage=emailProtection,clientAuth\n");
        assertThat(ExportKey.read(keys).signerPem()).contains("BEGIN CERTIFICATE");

        Tools.makeExportKey(keys, "extendedKeyUsage=serverAuth,timeStamping\n");
        assertThatThrownBy(() -> ExportKey.read(keys)).isInstanceOf(ExportFailure.class);
    }

    @Test
    void nothingLeavesThatTheSealDoesNotCover() {
        CallId late = call(4_000);
        bundles.house.log().append(admitted(late));
        BundleAnswer answer = bundles.prepare(bundles.request(scope(late)));
        assertThat(answer.failure()).isEqualTo(FailureCode.EVIDENCE_UNAVAILABLE);
        assertThat(answer.detail()).contains("no checkpoint covers position");
    }

    @Test
    void aChangedRecordNeverLeaves() {
        PrepareBundle request = bundles.request(scope(OPEN));
        bundles.house.superuser().execute("alter table evidence.record disable trigger user");
        byte[] rec = rec(OPEN);
        update(OPEN, changed(rec), Leaf.leaf(rec));
        try {
            bundles.prepare(request);
            assertThat(bundles.await(request.bundle())).isEqualTo("failed");
        } finally {
            update(OPEN, rec, Leaf.leaf(rec));
        }
    }

    /// Record and leaf agree with each other, and neither with what was signed.
    @Test
    void aRecordThatWasChangedWithItsLeafNeverLeaves() {
        PrepareBundle request = bundles.request(scope(CALL));
        PrepareBundle again = bundles.request(scope(CALL));
        bundles.house.superuser().execute("alter table evidence.record disable trigger user");
        byte[] rec = rec(CALL);
        update(CALL, changed(rec), Leaf.leaf(changed(rec)));
        try {
            bundles.prepare(request);
            assertThat(bundles.await(request.bundle())).isEqualTo("failed");
            assertThat(bundles.failure(request.bundle())).isEqualTo("evidence_unavailable");
        } finally {
            update(CALL, rec, Leaf.leaf(rec));
        }
        bundles.export(again);
    }

    private static byte[] changed(byte[] rec) {
        return new String(rec, StandardCharsets.UTF_8)
                .replace("\"fast\"", "\"slow\"")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static FailureCode refusal(BundleScope scope) {
        FailureCode failure = bundles.prepare(bundles.request(scope)).failure();
        assertThat(failure).isNotNull();
        return failure;
    }

    private static BundleScope scope(CallId call) {
        return BundleScope.of(BundleKind.CALL, call.toString());
    }

    private static byte[] rec(CallId call) {
        return bundles.house
                .superuser()
                .queryForObject(
                        "select rec from evidence.record where agg = ?::uuid",
                        byte[].class,
                        call.toString());
    }

    private static void update(CallId call, byte[] rec, byte[] leaf) {
        bundles.house
                .superuser()
                .update(
                        "update evidence.record set rec = ?, leaf = ? where agg = ?::uuid",
                        rec,
                        leaf,
                        call.toString());
    }
}
