package io.affidavit.solo.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.schemas.evidence.LogOrigin;
import io.affidavit.schemas.evidence.VerifierKey;
import io.affidavit.schemas.proof.Checkpoint;
import io.affidavit.schemas.proof.NoteSignature;
import io.affidavit.schemas.proof.SignedNote;
import io.affidavit.schemas.proof.SubtreeMessage;
import io.affidavit.schemas.testing.TestAuthority;
import io.affidavit.schemas.value.Digest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What leaves a real house: bundles that the command line fetches and that stock tools verify,
/// each export on record.
class BundleIT {

    private static final String ASK =
            "{\"model\":\"demo\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";

    @TempDir private static Path temporary;
    private static TestAuthority authority;
    private static Gateway gateway;
    private static Http control;
    private static final List<String> CALLS = new ArrayList<>();
    private static final List<String> RECEIPTS = new ArrayList<>();
    private static String limit;

    @BeforeAll
    static void start() throws IOException {
        authority = new TestAuthority();
        gateway =
                Gateway.start(
                        temporary.resolve("data"),
                        Map.of("AFFIDAVIT_QUERY_EXPORT_TSA_URL", authority.url().toString()));
        control = new Http(gateway.controlUrl(), gateway.operatorToken());
        pin();
        HttpResponse<String> set =
                control.send(
                        "PUT",
                        "/admin/limits",
                        "{\"scope\":{\"kind\":\"organization\",\"id\":\"demo\"},"
                                + "\"unit\":\"requests\",\"window\":\"day\",\"amount\":\"100\"}");
        assertThat(set.statusCode()).as(set.body()).isEqualTo(200);
        limit = Http.json(set).path("id").asString();
        Http application = new Http(gateway.dataUrl(), gateway.demoKey());
        for (int i = 0; i < 3; i++) {
            HttpResponse<String> answer = application.post("/v1/chat/completions", ASK);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            CALLS.add(answer.headers().firstValue("x-affidavit-call-id").orElseThrow());
            RECEIPTS.add(answer.headers().firstValue("x-affidavit-receipt").orElseThrow());
        }
    }

    /// What an auditor is given once, and not by a bundle: the log's keys, the signer's root, the
    /// authority's root.
    private static void pin() throws IOException {
        String origin =
                Awaitility.await()
                        .until(
                                () -> control.get("/evidence/checkpoint").body(),
                                body -> body.contains("\n\n"))
                        .lines()
                        .findFirst()
                        .orElseThrow();
        Path keys = gateway.data().resolve("keys");
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
        Files.writeString(temporary.resolve("tsa.pem"), authority.rootPem());
    }

    private static byte[] publicKey(Path keys, String name, int length) throws IOException {
        String pem = Files.readString(keys.resolve(name + ".pub"));
        byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        return Arrays.copyOfRange(der, der.length - length, der.length);
    }

    private static Path policy() {
        return temporary.resolve("log.policy");
    }

    private static Path root() {
        return temporary.resolve("root.pem");
    }

    @AfterAll
    static void stop() {
        gateway.close();
        authority.close();
    }

    @Test
    void everySubjectsBundleIsVerifiedByStockTools() throws IOException {
        Path list = temporary.resolve("calls.txt");
        Files.write(list, CALLS);
        String key =
                Http.json(control.get("/admin/keys?limit=1"))
                        .path("data")
                        .path(0)
                        .path("id")
                        .asString();
        assertVerified(export("call", "--call", CALLS.getFirst()));
        assertVerified(export("calls", "--calls", list.toString()));
        assertVerified(export("key", "--key", key));
        assertVerified(export("limit", "--limit", limit));
        Path period = export("org", "--org", "demo", "--purpose", "audit of a day");
        assertVerified(period);
        assertThat(Files.readString(period.resolve("events.jsonl")))
                .contains(CALLS)
                .contains("\"type\":\"policy.published\"", "\"type\":\"log.opened\"");
        assertThat(Files.readString(period.resolve("manifest.json")))
                .contains("\"purpose\":\"audit of a day\"");
        JsonNode exports = Http.json(control.get("/audit/events?type=bundle.exported"));
        assertThat(exports.path("data").size()).isGreaterThanOrEqualTo(5);
        Fsck fsck = Fsck.run(gateway);
        assertThat(fsck.status()).as(fsck.output()).isZero();
    }

    @Test
    void aCallsHistoryTellsWhatTheRequestWasHeldAgainst() throws IOException {
        Path bundle = export("held", "--call", CALLS.getLast());
        assertThat(Files.readString(bundle.resolve("report.html")))
                .contains("held on " + limit, "settled on " + limit, "1 requests");
        assertThat(Files.readString(bundle.resolve("events.jsonl")))
                .contains("\"type\":\"limit.set\"", "\"type\":\"virtual_key.issued\"");
    }

    /// With keys from elsewhere the auditor's own tools need nothing of the house.
    @Test
    void theAuditorsToolsNeedNothingButTheFile() throws IOException {
        Path bundle = export("audited", "--call", CALLS.getFirst());
        String zip = temporary.resolve("audited.zip").toString();
        List<String> trust = List.of("--policy", policy().toString(), "--ca", root().toString());

        Outcome verified = verify(zip, trust);
        Outcome stamped =
                verify(
                        zip,
                        trust,
                        "--tsa-ca",
                        temporary.resolve("tsa.pem").toString(),
                        "--explain");
        Outcome believing = type("verify", zip);
        Outcome replayed = type("replay", zip);

        assertThat(verified.status()).as(verified.output()).isZero();
        assertThat(verified.output()).contains("ml-dsa=trusted stamp=unverified trust=external");
        assertThat(stamped.status()).as(stamped.output()).isZero();
        assertThat(stamped.output()).contains("stamp=third-party", "the signer's word");
        assertThat(
                        run(
                                        bundle,
                                        "openssl",
                                        "ts",
                                        "-verify",
                                        "-data",
                                        "SHA256SUMS.p7s",
                                        "-in",
                                        "SHA256SUMS.p7s.tsr",
                                        "-CAfile",
                                        temporary.resolve("tsa.pem").toString())
                                .status())
                .isZero();
        assertThat(believing.status()).as(believing.output()).isEqualTo(3);
        assertThat(replayed.status()).as(replayed.output()).isEqualTo(3);
        assertThat(replayed.output()).contains("FOLLOWS", " 0 differ, 0 not shown");
    }

    /// The auditor's own checkpoint, and one that the true keys signed over another history.
    @Test
    void aCheckpointFromEarlierIsContinuedAndAForkIsShown() throws Exception {
        String early = control.get("/evidence/checkpoint").body();
        Path known = Files.writeString(temporary.resolve("known"), early);
        Path fork = Files.writeString(temporary.resolve("fork"), forked(early));
        List<String> trust = List.of("--policy", policy().toString(), "--ca", root().toString());
        export("plain", "--call", CALLS.getFirst());
        export("knowing", "--call", CALLS.getLast(), "--known", known.toString(), "--no-stamp");
        export("forked", "--call", CALLS.getLast(), "--known", fork.toString());

        String knowing = temporary.resolve("knowing.zip").toString();
        Outcome continued = verify(knowing, trust, "--known-checkpoint", known.toString());
        Outcome split =
                verify(
                        temporary.resolve("forked.zip").toString(),
                        trust,
                        "--known-checkpoint",
                        fork.toString());
        Outcome foreign =
                type(
                        "export",
                        "--call",
                        CALLS.getFirst(),
                        "--out",
                        "foreign.zip",
                        "--known",
                        Files.writeString(
                                        temporary.resolve("foreign"),
                                        early.replaceFirst("[0-9a-f]{16}", "0123456789abcdef"))
                                .toString());

        assertThat(continued.status()).as(continued.output()).isZero();
        assertThat(continued.output()).contains("stamp=none");
        assertThat(split.status()).as(split.output()).isEqualTo(23);
        assertThat(split.output()).contains("Keep them: they are proof.");
        assertThat(foreign.status()).as(foreign.output()).isEqualTo(1);
        assertThat(foreign.output()).contains("known: ");
    }

    private static String forked(String note) throws Exception {
        List<String> lines = note.lines().toList();
        LogOrigin origin = new LogOrigin(lines.getFirst());
        Checkpoint other =
                new Checkpoint(origin, Long.parseLong(lines.get(1)), Digest.of(new byte[32]));
        Path keys = gateway.data().resolve("keys");
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

    private static Outcome verify(String zip, List<String> trust, String... more) {
        List<String> words = new ArrayList<>(List.of("verify", zip));
        words.addAll(trust);
        words.addAll(List.of(more));
        return type(words.toArray(String[]::new));
    }

    @Test
    void aReceiptIsKeptByTheLog() throws IOException {
        Path bundle = export("promised", "--call", CALLS.getFirst());
        String policy = bundle.resolve("trust/policy").toString();
        String receipt = RECEIPTS.getFirst();
        String position = receipt.replaceAll(".*;pos=([0-9]+);.*", "$1");
        String proof = bundle.resolve("proofs/" + position + ".tlog-proof").toString();

        Outcome offline = type("receipt", "verify", receipt, "--policy", policy, "--proof", proof);
        Outcome online = type("receipt", "verify", receipt);
        Outcome forged =
                type(
                        "receipt",
                        "verify",
                        receipt.replace(";pos=" + position, ";pos=1" + position),
                        "--policy",
                        policy);

        assertThat(offline.status()).as(offline.output()).isZero();
        assertThat(online.status()).as(online.output()).isEqualTo(3);
        assertThat(forged.status()).as(forged.output()).isEqualTo(24);
    }

    @Test
    void refusesWhatIsNotThere() {
        Outcome absent =
                type("export", "--call", "019ab3c4-d5e6-7f00-8123-456789abcdef", "--out", "x.zip");
        assertThat(absent.status()).isEqualTo(1);
        assertThat(
                        control.post(
                                        "/evidence/bundles",
                                        "{\"scope\":{\"kind\":\"key\",\"id\":\"k\",\"to\":\"2026-11-26\"},"
                                                + "\"purpose\":\"p\"}")
                                .statusCode())
                .isEqualTo(400);
    }

    private static Path export(String name, String... words) throws IOException {
        Path zip = temporary.resolve(name + ".zip");
        List<String> command = new ArrayList<>(List.of("export", "--out", zip.toString()));
        command.addAll(List.of(words));
        Outcome outcome = type(command.toArray(String[]::new));
        assertThat(outcome.status()).as(outcome.output()).isZero();
        Path folder = temporary.resolve(name);
        try (ZipFile file = new ZipFile(zip.toFile())) {
            for (ZipEntry entry : file.stream().map(each -> (ZipEntry) each).toList()) {
                Path target = folder.resolve(entry.getName());
                Files.createDirectories(target.getParent());
                Files.write(target, file.getInputStream(entry).readAllBytes());
            }
        }
        return folder;
    }

    private static void assertVerified(Path folder) {
        assertThat(run(folder, "sha256sum", "--quiet", "-c", "SHA256SUMS").status()).isZero();
        Outcome signature =
                run(
                        folder,
                        "sh",
                        "-c",
                        "openssl cms -verify -binary -inform DER -in SHA256SUMS.p7s"
                                + " -content SHA256SUMS -CAfile "
                                + root()
                                + " -no-CApath"
                                + " -no-CAstore -purpose any -out /dev/null");
        assertThat(signature.status()).as(signature.output()).isZero();
        Outcome script = run(folder, "python3", "-B", "verify.py", "--policy", policy().toString());
        assertThat(script.status()).as(script.output()).isEqualTo(3);
    }

    /// @param output standard output and errors together
    private record Outcome(int status, String output) {}

    private static Outcome type(String... words) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "io.affidavit.replay.cli.Main"));
        command.addAll(List.of(words));
        command.addAll(List.of("--data", gateway.data().toString()));
        return run(temporary, command.toArray(String[]::new));
    }

    private static Outcome run(Path directory, String... command) {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .directory(directory.toFile())
                            .redirectErrorStream(true)
                            .start();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Outcome(process.waitFor(), output);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
