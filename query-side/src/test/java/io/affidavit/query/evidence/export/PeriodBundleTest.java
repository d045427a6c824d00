package io.affidavit.query.evidence.export;

import static io.affidavit.projections.testing.Stories.admitted;
import static io.affidavit.projections.testing.Stories.call;
import static io.affidavit.projections.testing.Stories.chosen;
import static io.affidavit.projections.testing.Stories.completed;
import static io.affidavit.projections.testing.Stories.deployment;
import static io.affidavit.projections.testing.Stories.judged;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.projections.testing.Stories;
import io.affidavit.schemas.bundle.BundleScope;
import io.affidavit.schemas.call.CallOutcome;
import io.affidavit.schemas.policy.Direction;
import io.affidavit.schemas.policy.Verdict;
import io.affidavit.schemas.routing.CooldownReason;
import io.affidavit.schemas.routing.DeploymentCooledDown;
import io.affidavit.schemas.routing.DeploymentDrained;
import io.affidavit.schemas.value.CallId;
import io.affidavit.schemas.value.Digest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// An organization's period of which not all is shown.
class PeriodBundleTest {

    private static final CallId CALL = call(1);
    private static final BundleScope PERIOD =
            BundleScope.organization("org-1", Stories.AT.plusMillis(7), Stories.AT.plusMillis(9));

    private static BundleHouse bundles;

    /// Position 0 opens the log, 1 to 3 are a deployment's, 4 to 8 a whole call, 9 an open one. The
    /// period is 6 and 7.
    @BeforeAll
    static void open() {
        Tools.require("openssl", "python3", "sha256sum");
        bundles = new BundleHouse();
        bundles.house
                .log()
                .append(
                        new DeploymentDrained(deployment(1), Digest.ZERO, List.of()),
                        new DeploymentCooledDown(
                                deployment(1),
                                Stories.NODE,
                                Stories.AT,
                                CooldownReason.ERROR_SHARE,
                                10,
                                9,
                                Stories.AT),
                        new DeploymentDrained(deployment(1), Digest.ZERO, List.of()),
                        admitted(CALL),
                        judged(CALL, Direction.PROMPT, Verdict.ALLOW),
                        chosen(CALL, 1, 1),
                        judged(CALL, Direction.COMPLETION, Verdict.ALLOW),
                        completed(CALL, CallOutcome.COMPLETED, 10),
                        admitted(call(2)));
        bundles.sealer.seal(10);
    }

    @AfterAll
    static void close() {
        bundles.close();
    }

    @Test
    void beginsAtTheNearestRecordThatIsShown() {
        Path folder = exported("guardrail.judged");

        assertThat(Unpacked.positions(folder)).containsExactly(0L, 1L, 3L, 4L, 6L, 8L);
        assertThat(Unpacked.read(folder, "withheld.jsonl").lines()).hasSize(2);
    }

    @Test
    void beginsAtTheFirstRecordWhereNoneIsShown() {
        Path folder = exported("guardrail.judged", "call.admitted");

        assertThat(Unpacked.positions(folder)).containsExactly(0L, 1L, 3L, 6L, 8L);
        assertThat(Unpacked.read(folder, "withheld.jsonl").lines()).hasSize(3);
    }

    @Test
    void hasNoFileOfWhatIsWithheldWhereNothingIs() {
        Path folder = exported("call.failed");

        assertThat(Unpacked.positions(folder)).containsExactly(0L, 1L, 3L, 5L, 6L, 7L, 8L);
        assertThat(folder.resolve("withheld.jsonl")).doesNotExist();
    }

    private static Path exported(String... withheld) {
        Path folder = BundleHouse.unpack(bundles.export(bundles.request(PERIOD, withheld)));
        Unpacked.assertVerified(folder, bundles.root());
        return folder;
    }
}
