package io.affidavit.solo.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.schemas.testing.TestAuthority;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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
    private static Auditor auditor;
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
        auditor = new Auditor(temporary, gateway.data());
        auditor.pin(control, authority.rootPem());
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
        auditor.assertVerified(auditor.export("call", "--call", CALLS.getFirst()));
        auditor.assertVerified(auditor.export("calls", "--calls", list.toString()));
        auditor.assertVerified(auditor.export("key", "--key", key));
        auditor.assertVerified(auditor.export("limit", "--limit", limit));
        Path period = auditor.export("org", "--org", "demo", "--purpose", "audit of a day");
        auditor.assertVerified(period);
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
        Path bundle = auditor.export("held", "--call", CALLS.getLast());
        assertThat(Files.readString(bundle.resolve("report.html")))
                .contains("held on " + limit, "settled on " + limit, "1 requests");
        assertThat(Files.readString(bundle.resolve("events.jsonl")))
                .contains("\"type\":\"limit.set\"", "\"type\":\"virtual_key.issued\"");
    }

    /// With keys from elsewhere the auditor's own tools need nothing of the house.
    @Test
    void theAuditorsToolsNeedNothingButTheFile() throws IOException {
        Path bundle = auditor.export("audited", "--call", CALLS.getFirst());
        String zip = temporary.resolve("audited.zip").toString();

        Outcome verified = auditor.verify(zip);
        Outcome stamped =
                auditor.verify(zip, "--tsa-ca", auditor.authorityRoot().toString(), "--explain");
        Outcome believing = auditor.type("verify", zip);
        Outcome replayed = auditor.type("replay", zip);

        assertThat(verified.status()).as(verified.output()).isZero();
        assertThat(verified.output()).contains("ml-dsa=trusted stamp=unverified trust=external");
        assertThat(stamped.status()).as(stamped.output()).isZero();
        assertThat(stamped.output()).contains("stamp=third-party", "the signer's word");
        assertThat(
                        Auditor.run(
                                        bundle,
                                        "openssl",
                                        "ts",
                                        "-verify",
                                        "-data",
                                        "SHA256SUMS.p7s",
                                        "-in",
                                        "SHA256SUMS.p7s.tsr",
                                        "-CAfile",
                                        auditor.authorityRoot().toString())
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
        Path fork = Files.writeString(temporary.resolve("fork"), auditor.forked(early));
        auditor.export("plain", "--call", CALLS.getFirst());
        auditor.export(
                "knowing", "--call", CALLS.getLast(), "--known", known.toString(), "--no-stamp");
        auditor.export("forked", "--call", CALLS.getLast(), "--known", fork.toString());

        String knowing = temporary.resolve("knowing.zip").toString();
        Outcome continued = auditor.verify(knowing, "--known-checkpoint", known.toString());
        Outcome split =
                auditor.verify(
                        temporary.resolve("forked.zip").toString(),
                        "--known-checkpoint",
                        fork.toString());
        Outcome foreign =
                auditor.type(
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
        assertThat(split.output()).contains("Keep them: they are proof");
        assertThat(foreign.status()).as(foreign.output()).isEqualTo(1);
        assertThat(foreign.output()).contains("known: ");
    }

    @Test
    void textsThatWereKeptLeaveOnRequestAndOnRecord() throws IOException {
        String said = ASK.replace("Hello", "Hello plover");
        keep("seal");
        String call = call(said);
        keep("commit");

        Path silent = auditor.export("silent", "--call", call);
        Path bundle = auditor.export("told", "--call", call, "--disclose", "request,response");
        Outcome verified = auditor.verify(temporary.resolve("told.zip").toString(), "--explain");
        Outcome replayed = auditor.type("replay", temporary.resolve("told.zip").toString());
        Outcome story = auditor.type("call", call);

        auditor.assertVerified(bundle);
        assertThat(silent.resolve("parts")).doesNotExist();
        assertThat(verified.status()).as(verified.output()).isZero();
        assertThat(verified.output()).contains("Texts: 2 disclosed");
        assertThat(replayed.output()).contains(" 0 differ, 0 not shown");
        assertThat(Auditor.texts(bundle))
                .anyMatch(said::equals)
                .anyMatch(text -> text.contains("You said"));
        assertThat(Files.readString(bundle.resolve("report.html"))).contains("Hello plover");
        assertThat(story.status()).as(story.output()).isZero();
        assertThat(story.output())
                .contains("Texts of call " + call + " left with bdl_", "request of record")
                .contains("Asked for by service operator.")
                .doesNotContain("plover");
        assertNoneHasLeaked("plover");
        Fsck fsck = Fsck.run(gateway);
        assertThat(fsck.status()).as(fsck.output()).isZero();
    }

    /// Of a text that was never kept, the salt: whoever holds the text proves it.
    @Test
    void whoHoldsATextThatWasNotKeptProvesIt() throws IOException {
        Path bundle =
                auditor.export(
                        "salted", "--call", CALLS.getFirst(), "--disclose", "request,response");
        Outcome verified = auditor.verify(temporary.resolve("salted.zip").toString(), "--explain");
        Files.writeString(bundle.resolve("mine"), ASK);
        Outcome proof =
                Auditor.run(
                        bundle,
                        "sh",
                        "-c",
                        "{ printf 'evidence-part/v1\\n'; cat parts/*/request.salt;"
                                + " printf '\\007request'; cat mine; } | sha256sum");

        assertThat(verified.status()).as(verified.output()).isZero();
        assertThat(verified.output()).contains("Salts: 2 of texts").doesNotContain("Texts: ");
        assertThat(Auditor.texts(bundle)).isEmpty();
        assertThat(Files.readString(bundle.resolve("events.jsonl")))
                .contains("\"c\":\"" + proof.output().substring(0, 64) + "\"");
    }

    private static void assertNoneHasLeaked(String word) throws IOException {
        assertThat(gateway.errors()).doesNotContain(word);
        try (Stream<Path> logs = Files.walk(gateway.data().resolve("logs"))) {
            for (Path log : logs.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(log)).as(log.toString()).doesNotContain(word);
            }
        }
    }

    private static void keep(String content) {
        HttpResponse<String> changed =
                control.send(
                        "PATCH", "/admin/organizations/demo", "{\"content\":\"" + content + "\"}");
        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
    }

    private static String call(String body) {
        HttpResponse<String> answer =
                new Http(gateway.dataUrl(), gateway.demoKey()).post("/v1/chat/completions", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.headers().firstValue("x-affidavit-call-id").orElseThrow();
    }

    @Test
    void aReceiptIsKeptByTheLog() throws IOException {
        Path bundle = auditor.export("promised", "--call", CALLS.getFirst());
        String policy = bundle.resolve("trust/policy").toString();
        String receipt = RECEIPTS.getFirst();
        String position = receipt.replaceAll(".*;pos=([0-9]+);.*", "$1");
        String proof = bundle.resolve("proofs/" + position + ".tlog-proof").toString();

        Outcome offline =
                auditor.type("receipt", "verify", receipt, "--policy", policy, "--proof", proof);
        Outcome online = auditor.type("receipt", "verify", receipt);
        Outcome forged =
                auditor.type(
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
                auditor.type(
                        "export",
                        "--call",
                        "019ab3c4-d5e6-7f00-8123-456789abcdef",
                        "--out",
                        "x.zip");
        assertThat(absent.status()).isEqualTo(1);
        assertThat(
                        control.post(
                                        "/evidence/bundles",
                                        "{\"scope\":{\"kind\":\"key\",\"id\":\"k\",\"to\":\"2026-11-26\"},"
                                                + "\"purpose\":\"p\"}")
                                .statusCode())
                .isEqualTo(400);
    }
}
