package io.affidavit.solo.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.schemas.evidence.LogOrigin;
import io.affidavit.schemas.evidence.VerifierKey;
import io.affidavit.schemas.proof.Checkpoint;
import io.affidavit.schemas.proof.NoteSignature;
import io.affidavit.schemas.proof.SignedNote;
import io.affidavit.schemas.proof.SubtreeMessage;
import io.affidavit.schemas.value.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.awaitility.Awaitility;

/// Somebody outside with the command line, stock tools, and what the house gave him once and not by
/// a bundle: the log's keys, the signers' roots, and the root of an authority.
final class Auditor {

    private final Path folder;
    private final Path data;

    /// @param folder where he keeps his files
    /// @param data the directory of the house, for the commands that speak with it
    Auditor(Path folder, Path data) {
        this.folder = folder;
        this.data = data;
    }

    /// Is given all that.
    ///
    /// @param authority its root, PEM
    void pin(Http control, String authority) throws IOException {
        String origin =
                Awaitility.await()
                        .until(
                                () -> control.get("/evidence/checkpoint").body(),
                                body -> body.contains("\n\n"))
                        .lines()
                        .findFirst()
                        .orElseThrow();
        Path keys = data.resolve("keys");
        Files.writeString(
                policy(),
                "log "
                        + VerifierKey.ed25519(origin, publicKey(keys, "log.ed25519", 32))
                        + "\nlog "
                        + VerifierKey.mlDsa44(origin, publicKey(keys, "log.mldsa44", 1_312))
                        + "\nquorum none\n");
        String chain = Files.readString(keys.resolve("export.pem"));
        Files.writeString(
                root(),
                chain.substring(chain.lastIndexOf("-----BEGIN"))
                        + Files.readString(keys.resolve("export.mldsa65.pem")));
        Files.writeString(authorityRoot(), authority);
    }

    private static byte[] publicKey(Path keys, String name, int length) throws IOException {
        String pem = Files.readString(keys.resolve(name + ".pub"));
        byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        return Arrays.copyOfRange(der, der.length - length, der.length);
    }

    private Path policy() {
        return folder.resolve("log.policy");
    }

    private Path root() {
        return folder.resolve("root.pem");
    }

    Path authorityRoot() {
        return folder.resolve("tsa.pem");
    }

    /// `affidavit verify` with the trust that he brings along.
    Outcome verify(String zip, String... more) {
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "verify",
                                zip,
                                "--policy",
                                policy().toString(),
                                "--ca",
                                root().toString()));
        words.addAll(List.of(more));
        return type(words.toArray(String[]::new));
    }

    /// A checkpoint of the same size as another one, signed by the true keys over another history.
    String forked(String note) throws Exception {
        List<String> lines = note.lines().toList();
        LogOrigin origin = new LogOrigin(lines.getFirst());
        Checkpoint other =
                new Checkpoint(origin, Long.parseLong(lines.get(1)), Digest.of(new byte[32]));
        Path keys = data.resolve("keys");
        byte[] message = SubtreeMessage.of(origin.value(), other, 1);
        return new SignedNote(
                        other.text(),
                        List.of(
                                NoteSignature.by(
                                        VerifierKey.ed25519(
                                                origin.value(), publicKey(keys, "log.ed25519", 32)),
                                        signed(keys, "log.ed25519", "Ed25519", other.bytes())),
                                NoteSignature.by(
                                        VerifierKey.mlDsa44(
                                                origin.value(),
                                                publicKey(keys, "log.mldsa44", 1_312)),
                                        SubtreeMessage.stamped(
                                                1,
                                                signed(
                                                        keys,
                                                        "log.mldsa44",
                                                        "ML-DSA-44",
                                                        message)))))
                .toString();
    }

    private static byte[] signed(Path keys, String name, String algorithm, byte[] message)
            throws Exception {
        String pem = Files.readString(keys.resolve(name));
        byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(
                KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der)));
        signature.update(message);
        return signature.sign();
    }

    /// Has the house make a bundle and unpacks it.
    ///
    /// @param name of the folder, and of the zip beside it
    Path export(String name, String... words) throws IOException {
        Path zip = folder.resolve(name + ".zip");
        List<String> command = new ArrayList<>(List.of("export", "--out", zip.toString()));
        command.addAll(List.of(words));
        Outcome outcome = type(command.toArray(String[]::new));
        assertThat(outcome.status()).as(outcome.output()).isZero();
        Path unpacked = folder.resolve(name);
        try (ZipFile file = new ZipFile(zip.toFile())) {
            for (ZipEntry entry : file.stream().map(each -> (ZipEntry) each).toList()) {
                Path target = unpacked.resolve(entry.getName());
                Files.createDirectories(target.getParent());
                Files.write(target, file.getInputStream(entry).readAllBytes());
            }
        }
        return unpacked;
    }

    /// The texts that an unpacked bundle discloses.
    static List<String> texts(Path bundle) throws IOException {
        try (Stream<Path> files = Files.walk(bundle.resolve("parts"))) {
            List<String> texts = new ArrayList<>();
            for (Path file : files.filter(each -> each.toString().endsWith(".txt")).toList()) {
                texts.add(Files.readString(file));
            }
            return texts;
        }
    }

    /// Stock tools find nothing wrong with an unpacked bundle.
    void assertVerified(Path bundle) {
        assertThat(run(bundle, "sha256sum", "--quiet", "-c", "SHA256SUMS").status()).isZero();
        Outcome signature =
                run(
                        bundle,
                        "sh",
                        "-c",
                        "openssl cms -verify -binary -inform DER -in SHA256SUMS.p7s"
                                + " -content SHA256SUMS -CAfile "
                                + root()
                                + " -no-CApath"
                                + " -no-CAstore -purpose any -out /dev/null");
        assertThat(signature.status()).as(signature.output()).isZero();
        Outcome script = run(bundle, "python3", "-B", "verify.py", "--policy", policy().toString());
        assertThat(script.status()).as(script.output()).isEqualTo(3);
    }

    /// A command of ours.
    Outcome type(String... words) {
        return Outcome.ofTool(data, words);
    }

    static Outcome run(Path directory, String... command) {
        return Outcome.in(directory, List.of(command));
    }
}
