package io.affidavit.query.evidence.export;

import static io.affidavit.query.evidence.export.KeptTexts.CALL;
import static io.affidavit.query.evidence.export.KeptTexts.HUGE;
import static io.affidavit.query.evidence.export.KeptTexts.LARGE;
import static io.affidavit.query.evidence.export.KeptTexts.OTHER;
import static io.affidavit.query.evidence.export.KeptTexts.PROMPT;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.affidavit.query.ExportLog;
import io.affidavit.query.evidence.export.Tools.Outcome;
import io.affidavit.schemas.bundle.BundleKind;
import io.affidavit.schemas.bundle.BundleQuery.PrepareBundle;
import io.affidavit.schemas.bundle.BundleScope;
import io.affidavit.schemas.bundle.DisclosedPart;
import io.affidavit.schemas.bundle.DisclosureForm;
import io.affidavit.schemas.bundle.PartDisclosed;
import io.affidavit.schemas.value.CallId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Texts that leave with a bundle, and those that must not.
class DisclosedBundleTest {

    private static final String D = "affidavit.query.disclosure.";

    private static BundleHouse bundles;

    @BeforeAll
    static void open() {
        Tools.require("openssl", "python3", "sha256sum");
        bundles = new BundleHouse(Map.of(D + "parts-max", "4", D + "bytes-max", "1MB"));
        KeptTexts.append(bundles);
    }

    @AfterEach
    void restore() {
        KeptTexts.restore(bundles);
    }

    @AfterAll
    static void close() {
        bundles.close();
    }

    @Test
    void aTextLeavesWithWhatProvesItAndIsOnRecordBefore() {
        PrepareBundle request = bundles.disclosing(scope(CALL), "request", "response");
        Path folder = BundleHouse.unpack(bundles.export(request));

        Unpacked.assertVerified(folder, bundles.root());
        assertThat(Unpacked.read(folder, "parts/1/request.txt")).isEqualTo(PROMPT);
        assertThat(folder.resolve("parts/2/response.salt")).hasSize(32);
        assertThat(folder.resolve("parts/2/response.txt")).doesNotExist();
        JsonNode manifest = Unpacked.manifest(folder);
        assertThat(manifest.path("disclosed"))
                .hasToString("[{\"name\":\"request\",\"pos\":\"1\"}]");
        assertThat(manifest.path("salts")).hasToString("[{\"name\":\"response\",\"pos\":\"2\"}]");
        assertThat(disclosed(request))
                .extracting(PartDisclosed::id, PartDisclosed::disclosed)
                .containsExactly(
                        tuple(
                                CALL.toString(),
                                List.of(
                                        new DisclosedPart(1, "request", DisclosureForm.TEXT),
                                        new DisclosedPart(2, "response", DisclosureForm.SALT))));
        assertThat(bundles.house.get("/evidence/bundles/" + request.bundle()).body())
                .asString()
                .contains("\"texts\":1,\"salts\":1");
    }

    @Test
    void whoeverAsksWhoSawACallsTextsIsTold() {
        PrepareBundle request = bundles.disclosing(scope(OTHER), "request");
        bundles.export(request);
        disclosed(request).forEach(fact -> bundles.house.log().append(fact));

        JsonNode story = bundles.house.get("/audit/calls/" + OTHER).body();

        assertThat(story.path("chain").path("verified").asBoolean()).isTrue();
        assertThat(story.path("events")).hasSize(2);
        assertThat(story.path("disclosures")).hasSize(1);
        JsonNode told = story.path("disclosures").path(0);
        assertThat(told.path("type").asString()).isEqualTo("part.disclosed");
        assertThat(told.path("data").path("bundle").asString()).isEqualTo(request.bundle());
        assertThat(bundles.house.get("/audit/calls/" + LARGE).body().path("disclosures")).isEmpty();
    }

    /// The commands of `VERIFY.md`, as they stand there.
    @Test
    void stockToolsProveTextsAndWhoeverHoldsOneThatWasNotKept() {
        BundleScope both = BundleScope.calls(List.of(CALL.toString(), OTHER.toString()));
        Path folder =
                BundleHouse.unpack(bundles.export(bundles.disclosing(both, "request", "response")));
        String guide = Unpacked.read(folder, "VERIFY.md");

        Outcome proven =
                Tools.run(
                        folder,
                        "sh",
                        "-c",
                        guide.substring(guide.indexOf("for salt in"), guide.indexOf("done") + 4));
        Outcome held =
                Tools.run(
                        folder,
                        "sh",
                        "-c",
                        "printf 'You said' > mine; "
                                + guide.lines()
                                        .filter(each -> each.contains("cat mine"))
                                        .findFirst()
                                        .orElseThrow()
                                        .replace("8/request", "2/response")
                                        .replace("\\007request", "\\010response"));

        List<String> lines = proven.output().lines().toList();
        assertThat(lines).as(proven.output()).hasSize(6);
        for (int i = 0; i < lines.size(); i += 2) {
            assertThat(lines.get(i)).hasSize(64).isEqualTo(lines.get(i + 1));
        }
        assertThat(Unpacked.read(folder, "events.jsonl"))
                .contains("\"c\":\"" + held.output().substring(0, 64) + "\"");
    }

    @Test
    void aReportShowsTextsEscapedAndTheBeginningOfLongOnes() {
        String page = report(CALL);
        String large = report(LARGE);

        assertThat(page)
                .contains("request, disclosed", "&lt;b&gt;Blå\ufffd&lt;/b&gt; secret")
                .contains("response, its salt", "The text was never kept")
                .doesNotContain("<b>Bl", "\u202e", "You said");
        assertThat(large)
                .contains(
                        "Cut here; all of its 400000 bytes are in <code>parts/5/request.txt</code>")
                .contains("&#39;".repeat(Excerpt.CHARACTERS_MAX) + "</div>");
    }

    private static String report(CallId call) {
        PrepareBundle request = bundles.disclosing(scope(call), "request", "response");
        return Unpacked.read(BundleHouse.unpack(bundles.export(request)), "report.html");
    }

    /// Verifiers take files of no more than a hundred times what is stored of them.
    @Test
    void aTextOfOneLetterIsNoBomb() throws IOException {
        byte[] zip = bundles.export(bundles.disclosing(scope(LARGE), "request"));
        Path file = Files.write(Files.createTempFile("bundle", ".zip"), zip);

        try (ZipFile entries = new ZipFile(file.toFile())) {
            List<? extends ZipEntry> all = entries.stream().toList();
            assertThat(all)
                    .allMatch(each -> each.getSize() <= 100 * each.getCompressedSize())
                    .anyMatch(each -> each.getSize() == 400_000)
                    .as("by no machine's time zone")
                    .allMatch(each -> each.getExtra() == null);
        }
    }

    @Test
    void theScriptFindsWhatWasDoneToTexts() throws IOException {
        BundleScope both = BundleScope.calls(List.of(CALL.toString(), OTHER.toString()));
        byte[] zip = bundles.export(bundles.disclosing(both, "request", "response"));

        assertThat(Unpacked.changed(zip, "parts/1/request.txt", "secret", "sacred", false))
                .isEqualTo(10);
        assertThat(Unpacked.changed(zip, "parts/1/request.txt", "secret", "sacred", true))
                .isEqualTo(50);
        assertThat(Unpacked.changed(zip, "parts/1/request.salt", "\t", "\n", true)).isEqualTo(50);
        Path swapped = BundleHouse.unpack(zip);
        Path one = swapped.resolve("parts/1/request.txt");
        Path two = swapped.resolve("parts/3/request.txt");
        String kept = Files.readString(one);
        Files.copy(two, one, REPLACE_EXISTING);
        Files.writeString(two, kept);
        assertThat(Unpacked.verify(Unpacked.resummed(swapped)).status()).isEqualTo(50);
        Path removed = BundleHouse.unpack(zip);
        Files.delete(removed.resolve("parts/3/request.txt"));
        assertThat(Unpacked.verify(Unpacked.resummed(removed)).status()).isEqualTo(60);
        Path added = BundleHouse.unpack(zip);
        Files.writeString(added.resolve("parts/2/response.txt"), "You said");
        assertThat(Unpacked.verify(Unpacked.resummed(added)).status()).isEqualTo(50);
    }

    @Test
    void aTextThatCannotBeOpenedKeepsTheBundleBack() throws IOException {
        assertFails(
                "update evidence.part set blob = set_byte(blob, 20, 1 # get_byte(blob, 20))"
                        + " where pos = 1",
                "differs");
        assertFails(
                "update evidence.part set blob = blob || '\\x00' where pos = 1", "gone or was cut");
        assertFails("delete from evidence.part where pos = 1", "gone or was cut");
        assertFails("delete from vault.epoch_key", "its key is gone");
        bundles.writeKek(new byte[32]);
        assertFails("select 1", "does not open with this key-encryption key");
        Files.delete(bundles.house.directory().resolve("keys/kek"));
        assertFails("select 1", "cannot be read");
    }

    private void assertFails(String sql, String why) {
        bundles.house.superuser().execute(sql);
        PrepareBundle request = bundles.disclosing(scope(CALL), "request", "response");
        bundles.prepare(request);

        assertThat(bundles.await(request.bundle())).isEqualTo("failed");
        assertThat(bundles.detail(request.bundle())).contains(why).doesNotContain("secret");
        assertThat(disclosed(request)).isEmpty();
        assertThat(bundles.house.directory().resolve("exports").resolve(request.bundle()))
                .doesNotExist();
        if (!sql.startsWith("select")) {
            restore();
        }
    }

    @Test
    void howMuchLeavesIsBounded() {
        List<String> three = List.of(CALL.toString(), OTHER.toString(), LARGE.toString());
        assertTooMuch(BundleScope.calls(three), "at most 4, affidavit.query.disclosure.parts-max");
        assertTooMuch(scope(HUGE), "at most 1048576, affidavit.query.disclosure.bytes-max");
    }

    private static void assertTooMuch(BundleScope scope, String why) {
        PrepareBundle request = bundles.disclosing(scope, "request", "response");
        bundles.prepare(request);

        assertThat(bundles.await(request.bundle())).isEqualTo("failed");
        assertThat(bundles.failure(request.bundle())).isEqualTo("request_too_large");
        assertThat(bundles.detail(request.bundle())).contains(why);
    }

    @Test
    void ofAWithheldRecordNothingIsDisclosed() {
        PrepareBundle plain = bundles.request(scope(CALL), "call.admitted");
        PrepareBundle request =
                new PrepareBundle(
                        plain.bundle(),
                        plain.created(),
                        plain.scope(),
                        plain.purpose(),
                        plain.requester(),
                        plain.withheld(),
                        List.of("request"),
                        null,
                        null,
                        plain.parts());
        Path folder = BundleHouse.unpack(bundles.export(request));

        Unpacked.assertVerified(folder, bundles.root());
        assertThat(folder.resolve("parts")).doesNotExist();
        assertThat(disclosed(request)).isEmpty();
    }

    @Test
    void whatLiesOnDiskIsNobodyElses() throws IOException {
        PrepareBundle request = bundles.disclosing(scope(CALL), "request");
        bundles.export(request);
        Path folder = bundles.house.directory().resolve("exports").resolve(request.bundle());

        try (var files = Files.list(folder)) {
            List<Path> left = files.toList();
            assertThat(left).hasSize(1);
            assertThat(Files.getPosixFilePermissions(left.getFirst())).hasSize(2);
        }
        assertThat(Files.getPosixFilePermissions(folder)).hasSize(3);
    }

    private static List<PartDisclosed> disclosed(PrepareBundle request) {
        return bundles.house.bean(ExportLog.class).disclosed(request.bundle());
    }

    private static BundleScope scope(CallId call) {
        return BundleScope.of(BundleKind.CALL, call.toString());
    }
}
