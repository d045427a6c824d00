package io.affidavit.replay.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.replay.bundle.OtherTools.Said;
import io.affidavit.replay.cms.TestSigner;
import io.affidavit.replay.proof.TestLogKeys;
import io.affidavit.schemas.proof.NoteSignature;
import io.affidavit.schemas.proof.SignedNote;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What our verifier takes, tools of others take, and what it refuses they refuse.
class CrossCheckTest {

    private static final Path GO_SOURCES = Path.of("src/test/go/crosscheck");

    @TempDir private Path folder;
    @TempDir private Path work;

    private final BundleMaker bundle = BundleMaker.sample();

    @BeforeEach
    void write() {
        bundle.write(folder);
    }

    @Test
    void opensslTakesTheSignatureOfTheSums() throws Exception {
        String openssl = OtherTools.find("openssl").toString();
        Files.writeString(work.resolve("root.pem"), BundleMaker.ROOT.pem());
        Files.writeString(work.resolve("other.pem"), TestSigner.root("other.test").pem());

        assertThat(cms(openssl, "root.pem").exit()).as(cms(openssl, "root.pem").text()).isZero();
        assertThat(cms(openssl, "other.pem").exit()).isNotZero();
        Files.writeString(folder.resolve("SHA256SUMS"), "changed\n");
        assertThat(cms(openssl, "root.pem").exit()).isNotZero();
    }

    private Said cms(String openssl, String root) throws IOException, InterruptedException {
        return OtherTools.run(
                folder,
                Map.of(),
                openssl,
                "cms",
                "-verify",
                "-binary",
                "-inform",
                "DER",
                "-in",
                "SHA256SUMS.p7s",
                "-content",
                "SHA256SUMS",
                "-CAfile",
                work.resolve(root).toString(),
                "-no-CApath",
                "-no-CAstore",
                "-purpose",
                "any",
                "-out",
                work.resolve("out").toString());
    }

    @Test
    void opensslTakesATimeStamp() throws Exception {
        String openssl = OtherTools.find("openssl").toString();
        TestSigner authority = BundleMaker.ROOT.authority("tsa.test");
        byte[] stamp = authority.stamp(bundle.get("log/checkpoint.signed"), Verified.NOW);
        Files.write(folder.resolve("log/checkpoint.tsr"), stamp);
        Files.writeString(work.resolve("root.pem"), BundleMaker.ROOT.pem());

        Said good = stamped(openssl, "log/checkpoint.signed");
        assertThat(good.exit()).as(good.text()).isZero();
        assertThat(stamped(openssl, "log/latest").exit()).isNotZero();
    }

    private Said stamped(String openssl, String file) throws IOException, InterruptedException {
        return OtherTools.run(
                folder,
                Map.of(),
                openssl,
                "ts",
                "-verify",
                "-data",
                file,
                "-in",
                "log/checkpoint.tsr",
                "-CAfile",
                work.resolve("root.pem").toString());
    }

    @Test
    void opensslTakesTheEd25519LineOfACheckpoint() throws Exception {
        String openssl = OtherTools.find("openssl").toString();
        SignedNote note = bundle.note(13);
        byte[] spki =
                HexFormat.of()
                        .parseHex(
                                "302a300506032b6570032100"
                                        + HexFormat.of()
                                                .formatHex(BundleMaker.KEYS.ed25519Key().key()));
        Files.writeString(
                work.resolve("log.pem"),
                "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getEncoder().encodeToString(spki)
                        + "\n-----END PUBLIC KEY-----\n");
        Files.writeString(work.resolve("body"), note.text());
        Files.write(work.resolve("sig"), note.signatures().getFirst().signature());
        String[] command = {
            openssl,
            "pkeyutl",
            "-verify",
            "-pubin",
            "-inkey",
            "log.pem",
            "-rawin",
            "-in",
            "body",
            "-sigfile",
            "sig"
        };

        Said good = OtherTools.run(work, Map.of(), command);
        assertThat(good.exit()).as(good.text()).isZero();
        Files.writeString(work.resolve("body"), note.text().replace("\n13\n", "\n14\n"));
        assertThat(OtherTools.run(work, Map.of(), command).exit()).isNotZero();
    }

    @Test
    void sha256sumTakesTheSums() throws Exception {
        String sha256sum = OtherTools.find("sha256sum").toString();

        Said good = OtherTools.run(folder, Map.of(), sha256sum, "--strict", "-c", "SHA256SUMS");

        assertThat(good.exit()).as(good.text()).isZero();
    }

    @Test
    void goTakesNotesAndProofs() throws Exception {
        String go = OtherTools.find("go").toString();
        try (Stream<Path> sources = Files.list(GO_SOURCES)) {
            for (Path source : sources.toList()) {
                Files.copy(source, work.resolve(source.getFileName()));
            }
        }
        Map<String, String> local = Map.of("GOTOOLCHAIN", "local", "GOFLAGS", "");
        Said built = OtherTools.run(work, local, go, "build", "-o", "crosscheck", ".");
        assertThat(built.exit()).as(built.text()).isZero();

        assertThat(crossCheck()).isEqualTo(new Said(0, "good: 6 records in a tree of 13\n"));
        assertTakesNotesOfAnOverlap();
        String events = bundle.text("events.jsonl");
        Files.writeString(folder.resolve("events.jsonl"), events.replace("\"acme\"", "\"acmf\""));
        assertThat(crossCheck().exit()).isEqualTo(1);
        Files.writeString(folder.resolve("events.jsonl"), events);
        Files.write(folder.resolve("log/latest"), bundle.note(12).bytes());
        assertThat(crossCheck().exit()).isEqualTo(1);
        Files.writeString(
                folder.resolve("log/latest"),
                bundle.text("log/latest").replace("\n18\n", "\n19\n"),
                StandardCharsets.UTF_8);
        assertThat(crossCheck().exit()).isEqualTo(1);
    }

    /// Whether or not it has heard of the key that takes over.
    private void assertTakesNotesOfAnOverlap() throws Exception {
        SignedNote latest = SignedNote.parse(bundle.text("log/latest"));
        TestLogKeys next = new TestLogKeys(latest.checkpoint().origin());
        List<NoteSignature> lines = new ArrayList<>(latest.signatures());
        lines.add(next.ed25519Line(latest.checkpoint()));
        Path policy = folder.resolve("trust/policy");
        Files.write(folder.resolve("log/latest"), new SignedNote(latest.text(), lines).bytes());
        assertThat(crossCheck().exit()).isZero();
        Files.writeString(
                policy,
                "# valid [14,)\nlog " + next.ed25519Key() + "\n" + bundle.text("trust/policy"));
        assertThat(crossCheck().exit()).isZero();
        Files.writeString(policy, bundle.text("trust/policy"));
    }

    private Said crossCheck() throws IOException, InterruptedException {
        String program = work.resolve("crosscheck").toString();
        return OtherTools.run(work, Map.of(), program, folder.toString());
    }
}
