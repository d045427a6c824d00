package io.affidavit.query.evidence.export;

import static io.affidavit.projections.testing.Stories.admitted;
import static io.affidavit.projections.testing.Stories.call;
import static io.affidavit.projections.testing.Stories.chosen;
import static io.affidavit.projections.testing.Stories.completed;
import static io.affidavit.projections.testing.Stories.judged;
import static io.affidavit.query.evidence.export.Unpacked.changed;
import static io.affidavit.query.evidence.export.Unpacked.manifest;
import static io.affidavit.query.evidence.export.Unpacked.names;
import static io.affidavit.query.evidence.export.Unpacked.positions;
import static io.affidavit.query.evidence.export.Unpacked.read;
import static io.affidavit.query.evidence.export.Unpacked.resummed;
import static io.affidavit.query.evidence.export.Unpacked.verify;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.projections.testing.Stories;
import io.affidavit.projections.testing.TestLog;
import io.affidavit.schemas.bundle.BundleExported;
import io.affidavit.schemas.bundle.BundleKind;
import io.affidavit.schemas.bundle.BundleQuery.PrepareBundle;
import io.affidavit.schemas.bundle.BundleScope;
import io.affidavit.schemas.call.CallOutcome;
import io.affidavit.schemas.policy.Direction;
import io.affidavit.schemas.policy.PolicyActivated;
import io.affidavit.schemas.policy.PolicyDocument;
import io.affidavit.schemas.policy.PolicyPublished;
import io.affidavit.schemas.policy.Verdict;
import io.affidavit.schemas.proof.Checkpoint;
import io.affidavit.schemas.proof.SignedNote;
import io.affidavit.schemas.routing.PriceListPublished;
import io.affidavit.schemas.value.CallId;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.DomainEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BundleTest {

    private static final CallId CALL = call(1);
    private static final CallId OPEN = call(2);

    private static BundleHouse bundles;
    private static SignedNote early;

    /// Position 0 opens the log, 1 to 3 are the house's, 4 to 8 a whole call, 9 an open one, 10
    /// another organization's, then fifty calls of two organizations.
    @BeforeAll
    static void open() {
        Tools.require("openssl", "python3", "sha256sum");
        bundles = new BundleHouse();
        bundles.house
                .log()
                .append(
                        new PolicyPublished(Digest.ZERO, PolicyDocument.ALLOW),
                        new PolicyActivated(Digest.ZERO),
                        new PriceListPublished("2026-11-25", Digest.ZERO, 3),
                        admitted(CALL),
                        judged(CALL, Direction.PROMPT, Verdict.ALLOW),
                        chosen(CALL, 1, 1),
                        judged(CALL, Direction.COMPLETION, Verdict.FLAG),
                        completed(CALL, CallOutcome.COMPLETED, 10),
                        admitted(OPEN),
                        admitted(call(3), 2, "fast", Stories.AT));
        bundles.house
                .log()
                .append(
                        IntStream.range(10, 60)
                                .mapToObj(i -> admitted(call(i), i % 2 + 1, "fast", Stories.AT))
                                .toArray(DomainEvent[]::new));
        early = bundles.sealer.seal(5);
        bundles.sealer.seal(12);
        bundles.sealer.seal(bundles.house.log().size());
    }

    @AfterAll
    static void close() {
        bundles.close();
    }

    @Test
    void aCallsBundleIsVerifiedByToolsThatKnowNothingOfUs() {
        Path folder = BundleHouse.unpack(bundles.export(bundles.request(scope(CALL))));

        assertVerified(folder);
        assertThat(positions(folder)).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
        assertThat(folder.resolve("proofs/8.tlog-proof")).exists();
        assertThat(read(folder, "log/checkpoint")).contains("\n12\n");
        assertThat(read(folder, "log/consistency-latest")).startsWith("old 12\n");
        assertThat(manifest(folder).path("organization").asString()).isEqualTo("org-1");
        assertThat(manifest(folder).path("purpose").asString()).isEqualTo("complaint 4711");
    }

    @Test
    void aPeriodAndItsCallsByNameAreWhole() {
        BundleScope period =
                BundleScope.organization(
                        "org-1", Stories.AT.minusSeconds(9), Stories.AT.plusSeconds(60));
        List<Long> own =
                bundles.house
                        .superuser()
                        .queryForList(
                                "select pos from evidence.record where org = 'org-1' order by pos",
                                Long.class);
        BundleScope calls =
                BundleScope.calls(
                        bundles.house
                                .superuser()
                                .queryForList(
                                        "select distinct agg::text from evidence.record"
                                                + " where org = 'org-1' and type like 'call.%'",
                                        String.class));
        byte[] twice = bundles.export(bundles.request(calls, "call.completed"));
        Path folder = BundleHouse.unpack(bundles.export(bundles.request(period)));

        assertThat(own).hasSizeLessThan(1_024);
        assertVerified(folder);
        assertThat(positions(folder)).containsAll(own).startsWith(0L, 1L, 2L, 3L);
        assertVerified(BundleHouse.unpack(twice));
    }

    @Test
    void aPeriodShowsItsNeighboursSoThatNothingCanBeLeftOutAtItsEnds() {
        BundleScope period =
                BundleScope.organization(
                        "org-1", Stories.AT.plusMillis(7), Stories.AT.plusMillis(9));
        Path folder = BundleHouse.unpack(bundles.export(bundles.request(period)));

        assertVerified(folder);
        assertThat(positions(folder)).containsExactly(0L, 3L, 5L, 6L, 7L, 8L);
    }

    @Test
    void manyCallsAreProvenByOneFile() throws IOException {
        List<DomainEvent> more = new ArrayList<>();
        IntStream.range(2_000, 3_025)
                .mapToObj(i -> admitted(call(i), 7, "fast", Stories.AT))
                .forEach(more::add);
        bundles.house.log().append(more.toArray(DomainEvent[]::new));
        bundles.sealer.seal(bundles.house.log().size());
        BundleScope period =
                BundleScope.organization(
                        "org-7", Stories.AT.minusSeconds(9), Stories.AT.plusSeconds(60));
        Path folder = BundleHouse.unpack(bundles.export(bundles.request(period)));

        assertVerified(folder);
        assertThat(positions(folder)).hasSize(1_028);
        try (var proofs = Files.list(folder.resolve("proofs"))) {
            assertThat(proofs).containsExactly(folder.resolve("proofs/tree"));
        }
        Files.writeString(
                folder.resolve("proofs/tree"),
                read(folder, "proofs/tree") + "A".repeat(43) + "=\n");
        assertThat(verify(resummed(folder)).status()).isEqualTo(30);
    }

    @Test
    void aCheckpointThatTheAuditorHoldsIsContinued() throws IOException {
        Path folder = BundleHouse.unpack(bundles.export(bundles.knowing(early, scope(CALL))));
        Path known = folder.resolveSibling(folder.getFileName() + ".known");
        Files.write(known, early.bytes());
        Path fork = folder.resolveSibling(folder.getFileName() + ".fork");
        Files.write(fork, forked().bytes());

        assertVerified(folder);
        assertThat(read(folder, "log/consistency-known-5")).startsWith("old 5\n");
        assertThat(verify(folder, "--known", known.toString()).status()).isEqualTo(3);
        assertThat(verify(folder, "--known", fork.toString()).status()).isEqualTo(23);
    }

    /// The log's own keys signed two histories: the bundle is made, and shows it.
    @Test
    void aForkIsNotHiddenFromWhoHoldsIt() throws IOException {
        Path folder = BundleHouse.unpack(bundles.export(bundles.knowing(forked(), scope(CALL))));
        Path fork = folder.resolveSibling(folder.getFileName() + ".fork");
        Files.write(fork, forked().bytes());

        assertVerified(folder);
        assertThat(verify(folder, "--known", fork.toString()).status()).isEqualTo(23);
    }

    private static SignedNote forked() {
        return bundles.sealer.note(new Checkpoint(TestLog.ORIGIN, 5, Digest.ZERO));
    }

    @Test
    void anOpenCallIsToldAsSuch() {
        Path folder = BundleHouse.unpack(bundles.export(bundles.request(scope(OPEN))));

        assertVerified(folder);
        assertThat(manifest(folder).path("open").path(0).asString()).isEqualTo(OPEN.toString());
    }

    @Test
    void withheldRecordsAreProvenAndNotShown() {
        PrepareBundle request = bundles.request(scope(CALL), "route.chosen", "call.completed");
        Path folder = BundleHouse.unpack(bundles.export(request));

        assertVerified(folder);
        assertThat(read(folder, "events.jsonl")).doesNotContain("route.chosen");
        assertThat(read(folder, "withheld.jsonl").lines()).hasSize(2);
        BundleExported exported = bundles.exported(request);
        assertThat(exported.records()).isEqualTo(7);
        assertThat(exported.withheld()).isEqualTo(2);
    }

    @Test
    void theSameRequestGivesTheSameBytesAndAnotherOnlyItsOwnNames() throws IOException {
        PrepareBundle request = bundles.request(scope(CALL), "route.chosen");
        PrepareBundle later = bundles.request(scope(CALL), "route.chosen");

        byte[] once = bundles.built(request);
        byte[] twice = bundles.built(request);
        Path one = BundleHouse.unpack(once);
        Path other = BundleHouse.unpack(bundles.built(later));

        assertThat(twice).isEqualTo(once);
        assertThat(names(once)).isSorted();
        List<String> differing = new ArrayList<>();
        for (String name : names(once)) {
            if (Files.mismatch(one.resolve(name), other.resolve(name)) >= 0) {
                differing.add(name);
            }
        }
        assertThat(differing)
                .containsExactlyInAnyOrder(
                        "SHA256SUMS",
                        "SHA256SUMS.p7s",
                        "VERIFY.md",
                        "manifest.json",
                        "report.html");
    }

    @Test
    void aReportShowsTextsAndRunsNone() throws IOException {
        String payload = "<script>alert('x')</script>\"'&<img src=x onerror=alert(1)>\u202e";
        Path folder = BundleHouse.unpack(bundles.export(bundles.request(payload, scope(CALL))));

        String page = read(folder, "report.html");
        assertThat(page)
                .contains("default-src 'none'; style-src 'unsafe-inline'")
                .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&#39;&amp;&lt;img")
                .doesNotContain("<script")
                .doesNotContain("<img")
                .doesNotContain("\u202e")
                .contains("Admitted", "Judged: completion", "$0.00001", CALL.toString());
        assertVerified(folder);
    }

    @Test
    void theScriptFindsWhatWasChanged() throws IOException {
        byte[] zip = bundles.export(bundles.request(scope(CALL)));
        assertThat(changed(zip, "events.jsonl", "\"fast\"", "\"slow\"", false)).isEqualTo(10);
        assertThat(changed(zip, "events.jsonl", "\"fast\"", "\"slow\"", true)).isEqualTo(30);
        assertThat(changed(zip, "events.jsonl", "{\"agg\"", "{ \"agg\"", true)).isEqualTo(30);
        assertThat(changed(zip, "log/checkpoint", "\n12\n", "\n11\n", true)).isEqualTo(20);
        assertThat(changed(zip, "log/consistency-latest", "old 12", "old 11", true)).isEqualTo(23);
        assertThat(changed(zip, "trust/policy", "log test", "log tost", true)).isEqualTo(2);
        assertThat(changed(zip, "proofs/4.tlog-proof", "index 4", "index 5", true)).isEqualTo(30);
        Path short1 = BundleHouse.unpack(zip);
        List<String> lines = read(short1, "events.jsonl").lines().toList();
        Files.writeString(
                short1.resolve("events.jsonl"),
                String.join("\n", lines.subList(0, lines.size() - 1)) + "\n");
        Files.delete(short1.resolve("proofs/8.tlog-proof"));
        assertThat(verify(resummed(short1)).status()).isEqualTo(33);
        Path more = BundleHouse.unpack(zip);
        Files.writeString(more.resolve("more.txt"), "more");
        assertThat(verify(more).status()).isEqualTo(2);
    }

    private static void assertVerified(Path folder) {
        Unpacked.assertVerified(folder, bundles.root());
    }

    private static BundleScope scope(CallId call) {
        return BundleScope.of(BundleKind.CALL, call.toString());
    }
}
