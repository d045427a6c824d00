package io.affidavit.query.evidence.export;

import static io.affidavit.projections.testing.Stories.admitted;
import static io.affidavit.projections.testing.Stories.call;
import static io.affidavit.projections.testing.Stories.completed;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.projections.testing.Stories;
import io.affidavit.schemas.bundle.BundleKind;
import io.affidavit.schemas.bundle.BundleScope;
import io.affidavit.schemas.call.CallOutcome;
import io.affidavit.schemas.evidence.VerifierKey;
import io.affidavit.schemas.value.CallId;
import io.affidavit.schemas.value.DomainEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What bundles say of a log whose key was rotated, and what an auditor makes of it with a policy
/// from before.
class RotatedBundleTest {

    private static final CallId CALL = call(1, Stories.AT);

    private BundleHouse bundles;
    private VerifierKey old;
    private Path pinned;

    @BeforeEach
    void open() {
        Tools.require("python3", "sha256sum");
        bundles = new BundleHouse();
        append(admitted(CALL, 1, "fast", Stories.AT), completed(CALL, CallOutcome.COMPLETED, 10));
        old = bundles.sealer.ed25519();
        pinned = export().resolve("trust/policy");
    }

    @AfterEach
    void close() {
        bundles.close();
    }

    @Test
    void aPinnedPolicyIsGoodUntilTheOverlapEnds() throws IOException {
        append(bundles.sealer.rotate());
        Path overlap = export();
        assertThat(Files.readString(overlap.resolve("events.jsonl"))).contains("log.key_added");
        assertThat(Files.readString(overlap.resolve("trust/policy")))
                .contains("# valid [4,)\nlog ")
                .contains("log " + old + "\n");
        assertThat(verify(overlap, overlap.resolve("trust/policy"))).isEqualTo(3);
        assertThat(verify(overlap, pinned)).isEqualTo(3);

        append(bundles.sealer.retire());
        Path after = export();
        assertThat(Files.readString(after.resolve("trust/policy")))
                .contains("# valid [0,5)\nlog " + old + "\n");
        assertThat(Files.readString(after.resolve("events.jsonl"))).contains("log.key_retired");
        assertThat(verify(after, after.resolve("trust/policy"))).isEqualTo(3);
        assertThat(verify(after, pinned)).isEqualTo(20);
        assertThat(verify(overlap, after.resolve("trust/policy"))).isEqualTo(3);
    }

    @Test
    void theNewKeysLineMustBeThere() throws IOException {
        append(bundles.sealer.rotate());
        Path overlap = export();
        for (String name : new String[] {"checkpoint", "checkpoint.signed", "latest"}) {
            Path note = overlap.resolve("log").resolve(name);
            String text = Files.readString(note);
            Files.writeString(note, text.replaceFirst("— [^\n]*\n$", ""));
        }
        Tools.succeed(
                overlap,
                "sh",
                "-c",
                "find . -type f ! -name 'SHA256SUMS*' | sed 's,^./,,' | LC_ALL=C sort"
                        + " | xargs sha256sum > SHA256SUMS");
        assertThat(verify(overlap, overlap.resolve("trust/policy"))).isEqualTo(20);
        assertThat(verify(overlap, pinned)).isNotEqualTo(20);
    }

    private void append(DomainEvent... events) {
        bundles.house.log().append(events);
        bundles.sealer.seal(bundles.house.log().size());
    }

    private Path export() {
        return BundleHouse.unpack(
                bundles.export(bundles.request(BundleScope.of(BundleKind.CALL, CALL.toString()))));
    }

    private static int verify(Path folder, Path policy) {
        Tools.Outcome outcome =
                Tools.run(folder, "python3", "-B", "verify.py", "--policy", policy.toString());
        assertThat(outcome.output()).doesNotContainPattern(Pattern.compile("FAIL 2 "));
        return outcome.status();
    }
}
