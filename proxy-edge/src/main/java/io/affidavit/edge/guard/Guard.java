package io.affidavit.edge.guard;

import io.affidavit.schemas.call.CallCommand.Judged;
import io.affidavit.schemas.call.CatalogPage;
import io.affidavit.schemas.policy.Direction;
import io.affidavit.schemas.policy.Finding;
import io.affidavit.schemas.policy.PolicyJudge;
import java.util.ArrayList;
import java.util.List;

/// Runs all detectors over a text and has the policy in force judge what they saw. A detector that
/// fails lets its exception through: a text nobody looked at is not an allowed one.
public final class Guard {

    private final List<Detector> detectors;

    public Guard(List<Detector> detectors) {
        this.detectors = List.copyOf(detectors);
    }

    /// Judges a text.
    public Judged judge(CatalogPage.Policy policy, Direction direction, byte[] json) {
        List<Finding> findings = List.of();
        if (!detectors.isEmpty()) {
            findings = new ArrayList<>();
            for (Detector detector : detectors) {
                findings.addAll(detector.detect(direction, json));
            }
        }
        return new Judged(
                direction,
                policy.digest(),
                PolicyJudge.judge(policy.document(), direction, findings),
                findings);
    }
}
