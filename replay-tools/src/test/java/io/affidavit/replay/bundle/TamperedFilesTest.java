package io.affidavit.replay.bundle;

import static io.affidavit.replay.bundle.Attacks.put;
import static io.affidavit.replay.bundle.Attacks.remove;
import static io.affidavit.replay.bundle.Attacks.row;
import static io.affidavit.replay.bundle.Attacks.seal;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.replay.bundle.Attacks.Sums;
import io.affidavit.replay.cms.TestSigner;
import io.affidavit.replay.proof.TestLogKeys;
import io.affidavit.replay.verify.SampleLog;
import io.affidavit.schemas.evidence.LogOrigin;
import io.affidavit.schemas.proof.Checkpoint;
import io.affidavit.schemas.proof.SignedNote;
import io.affidavit.schemas.value.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The tamper matrix for bundles, files, signatures and time: each row gives exactly its code.
class TamperedFilesTest {

    private static final String EVENTS = "events.jsonl";

    @TempDir private Path temporary;

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("rows")
    void exits(String what, Sums sums, int code, Consumer<BundleMaker> attack) throws Exception {
        BundleMaker bundle = BundleMaker.sample();
        attack.accept(bundle);
        seal(bundle, sums);

        Verified verified = verify(bundle);

        assertThat(verified.code()).as(verified.lines()).isEqualTo(code);
    }

    static Stream<Arguments> rows() {
        return Stream.of(
                row("unlisted file", Sums.UNTOUCHED, 2, put("extra", "x")),
                row("file missing", Sums.UNTOUCHED, 10, remove("trust/root.pem")),
                row("required file missing", Sums.SIGNED, 2, remove("log/latest")),
                row("no sums", Sums.UNTOUCHED, 2, remove("SHA256SUMS")),
                row("no signature", Sums.UNTOUCHED, 2, remove("SHA256SUMS.p7s")),
                row(
                        "sums out of order",
                        Sums.UNTOUCHED,
                        2,
                        bundle -> {
                            List<String> sums =
                                    new ArrayList<>(bundle.text("SHA256SUMS").lines().toList());
                            Collections.swap(sums, 0, 1);
                            bundle.put("SHA256SUMS", String.join("\n", sums) + "\n")
                                    .resign(BundleMaker.SIGNER);
                        }),
                row(
                        "manifest of another form",
                        Sums.SIGNED,
                        2,
                        bundle -> bundle.edit("manifest.json", text -> " " + text)),
                row("policy of another form", Sums.SIGNED, 0, put("trust/policy", "nonsense\n")),
                row(
                        "garbage for a signature",
                        Sums.UNTOUCHED,
                        11,
                        put("SHA256SUMS.p7s", "garbage")),
                row(
                        "a signature with its content inside",
                        Sums.UNTOUCHED,
                        11,
                        bundle ->
                                bundle.put(
                                        "SHA256SUMS.p7s",
                                        BundleMaker.SIGNER.signAround(bundle.get("SHA256SUMS")))),
                row(
                        "a signature by a certificate for time stamps",
                        Sums.UNTOUCHED,
                        12,
                        bundle -> bundle.resign(BundleMaker.ROOT.authority("tsa.test"))),
                row(
                        "a certificate nobody needs",
                        Sums.UNTOUCHED,
                        12,
                        bundle ->
                                bundle.put(
                                        "SHA256SUMS.p7s",
                                        BundleMaker.SIGNER.sign(
                                                bundle.get("SHA256SUMS"),
                                                BundleMaker.ROOT.signer("idle.test")))),
                row(
                        "garbage for a time stamp",
                        Sums.UNTOUCHED,
                        40,
                        put("SHA256SUMS.p7s.tsr", "garbage")),
                row(
                        "a time stamp of other bytes",
                        Sums.UNTOUCHED,
                        40,
                        bundle ->
                                bundle.put(
                                        "SHA256SUMS.p7s.tsr",
                                        BundleMaker.ROOT
                                                .authority("tsa.test")
                                                .stamp(bundle.get(EVENTS), Verified.NOW))));
    }

    @Test
    void exits40ForAnAuthorityNobodyTrustsOrACertificateNobodyNeeds() throws Exception {
        TestSigner stranger = TestSigner.root("other.test").authority("tsa.test");
        TestSigner known = BundleMaker.ROOT.authority("tsa.test");

        assertThat(stamped(stranger)).isEqualTo(40);
        assertThat(stamped(known)).isZero();
        assertThat(stamped(known, BundleMaker.ROOT.signer("idle.test"))).isEqualTo(40);
    }

    private int stamped(TestSigner authority, TestSigner... along) throws IOException {
        BundleMaker bundle = BundleMaker.sample();
        bundle.put(
                "SHA256SUMS.p7s.tsr",
                authority.stamp(bundle.get("SHA256SUMS.p7s"), Verified.NOW, along));
        Trust trust = Verified.trust();
        Trust trusting = new Trust(trust.policy(), trust.ca(), trust.ca(), null, trust.at());
        return Verified.of(bundle.zip(temporary.resolve("b.zip")), trusting).code();
    }

    @Test
    void exits41ForRecordsYoungerThanTheirTimeStamp() throws Exception {
        BundleMaker bundle = BundleMaker.sample();
        TestSigner authority = BundleMaker.ROOT.authority("tsa.test");
        Instant before = Instant.parse("2026-11-25T13:59:00Z");
        bundle.put(
                "log/checkpoint.tsr", authority.stamp(bundle.get("log/checkpoint.signed"), before));
        seal(bundle, Sums.SIGNED);

        assertThat(verify(bundle).code()).isEqualTo(41);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("knownCheckpoints")
    void exitsFor(String what, int code, SignedNote known) throws Exception {
        Trust trust = Verified.trust(BundleMaker.KEYS.policy(), known.bytes());

        Path zip = BundleMaker.sample().zip(temporary.resolve("b.zip"));
        Verified verified = Verified.of(zip, trust);

        assertThat(verified.code()).as(verified.lines()).isEqualTo(code);
        assertThat(verified.verdict().conflict()).hasSize(code == 23 ? 2 : 0);
    }

    static Stream<Arguments> knownCheckpoints() {
        TestLogKeys keys = BundleMaker.KEYS;
        BundleMaker longer = new BundleMaker(BundleMaker.records(SampleLog.withCalls(4)), 23);
        return Stream.of(
                Arguments.of("a known checkpoint beyond the newest", 23, longer.note(23)),
                Arguments.of(
                        "a known fork at the checkpoint",
                        23,
                        keys.sign(new Checkpoint(SampleLog.ORIGIN, 13, Digest.ZERO))),
                Arguments.of(
                        "a known fork at the newest",
                        23,
                        keys.sign(new Checkpoint(SampleLog.ORIGIN, 18, Digest.ZERO))),
                Arguments.of(
                        "a known checkpoint that nobody signed",
                        20,
                        new TestLogKeys(SampleLog.ORIGIN).sign(longer.checkpoint(13))));
    }

    /// Two logs of one house are no fork, whoever holds checkpoints of both.
    @Test
    void exits21ForAKnownCheckpointOfAnotherLog() throws Exception {
        LogOrigin elsewhere = new LogOrigin("test.example/fedcba9876543210/2026");
        TestLogKeys keys = new TestLogKeys(elsewhere);
        SignedNote known = keys.sign(new Checkpoint(elsewhere, 13, Digest.ZERO));
        String policy = BundleMaker.KEYS.policy() + keys.policy();

        Path zip = BundleMaker.sample().zip(temporary.resolve("b.zip"));
        Verified verified = Verified.of(zip, Verified.trust(policy, known.bytes()));

        assertThat(verified.code()).as(verified.lines()).isEqualTo(21);
        assertThat(verified.verdict().conflict()).isEmpty();
    }

    private Verified verify(BundleMaker bundle) throws IOException {
        return Verified.of(bundle.zip(temporary.resolve("b.zip")), Verified.trust());
    }
}
