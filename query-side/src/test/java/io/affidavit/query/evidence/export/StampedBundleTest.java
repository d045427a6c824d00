package io.affidavit.query.evidence.export;

import static io.affidavit.projections.testing.Stories.admitted;
import static io.affidavit.projections.testing.Stories.call;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.query.evidence.export.Tools.Outcome;
import io.affidavit.schemas.bundle.BundleKind;
import io.affidavit.schemas.bundle.BundleQuery.PrepareBundle;
import io.affidavit.schemas.bundle.BundleScope;
import io.affidavit.schemas.testing.TestAuthority;
import io.affidavit.schemas.testing.TestAuthority.Mood;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Bundles of a house that has a time-stamping authority.
class StampedBundleTest {

    private static final BundleScope CALL = BundleScope.of(BundleKind.CALL, call(1).toString());

    @TempDir private static Path temporary;
    private static TestAuthority authority;
    private static BundleHouse bundles;
    private static Path root;

    @BeforeAll
    static void open() throws IOException {
        Tools.require("openssl", "sha256sum", "python3");
        authority = new TestAuthority();
        root = temporary.resolve("tsa.pem");
        Files.writeString(root, authority.rootPem());
        bundles =
                new BundleHouse(
                        Map.of("affidavit.query.export.tsa.url", authority.url().toString()));
        bundles.house.log().append(admitted(call(1)));
        bundles.sealer.seal(2);
    }

    @AfterAll
    static void close() {
        bundles.close();
        authority.close();
    }

    @Test
    void stockToolsVerifyBothTimeStampsAndTheSignatureAtTheirTime() throws IOException {
        authority.mood(Mood.WORDY);
        Path folder = BundleHouse.unpack(bundles.export(bundles.request(CALL)));

        Unpacked.assertVerified(folder, bundles.root());
        assertStamped(folder, "log/checkpoint.signed", "log/checkpoint.tsr", 0);
        assertStamped(folder, "SHA256SUMS.p7s", "SHA256SUMS.p7s.tsr", 0);
        assertStamped(folder, "SHA256SUMS", "SHA256SUMS.p7s.tsr", 1);
        String time = Long.toString(Instant.now().getEpochSecond());
        Tools.succeed(
                folder,
                "sh",
                "-c",
                "openssl cms -verify -binary -inform DER -in SHA256SUMS.p7s -content SHA256SUMS"
                        + " -CAfile "
                        + bundles.root()
                        + " -no-CApath -no-CAstore -purpose any -out /dev/null -attime "
                        + time);
        assertThat(Unpacked.read(folder, "report.html"))
                .contains("that checkpoint stamped at", "CN=TSA", "authority vouches");
        assertThat(Unpacked.read(folder, "SHA256SUMS"))
                .contains("  log/checkpoint.tsr\n")
                .doesNotContain("p7s.tsr");
    }

    @Test
    void withoutTheAuthorityThereIsNoBundleUnlessItIsAskedForLikeThat() {
        authority.mood(Mood.BROKEN);
        PrepareBundle request = bundles.request(CALL);
        bundles.prepare(request);
        assertThat(bundles.await(request.bundle())).isEqualTo("failed");
        assertThat(bundles.failure(request.bundle())).isEqualTo("evidence_unavailable");
        assertThat(bundles.detail(request.bundle()))
                .isEqualTo("time stamp: the authority answered 503");

        Path folder = BundleHouse.unpack(bundles.export(bundles.stamped(false, CALL)));
        Unpacked.assertVerified(folder, bundles.root());
        assertThat(folder.resolve("log/checkpoint.tsr")).doesNotExist();
        assertThat(folder.resolve("SHA256SUMS.p7s.tsr")).doesNotExist();
        assertThat(Unpacked.read(folder, "report.html")).contains("no outside time stamp");
    }

    private static void assertStamped(Path folder, String data, String stamp, int status) {
        Outcome outcome =
                Tools.run(
                        folder,
                        "openssl",
                        "ts",
                        "-verify",
                        "-data",
                        data,
                        "-in",
                        stamp,
                        "-CAfile",
                        root.toString());
        assertThat(outcome.status()).as(outcome.output()).isEqualTo(status);
    }
}
