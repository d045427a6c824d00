package io.affidavit.schemas.policy;

import java.util.List;

/// Turns findings into a verdict. Pure: the edge enforces with it, the decider validates with it,
/// replay recomputes with it.
public final class PolicyJudge {

    private PolicyJudge() {}

    /// The severest verdict of all rules that match a finding; `ALLOW` when none does.
    public static Verdict judge(
            PolicyDocument document, Direction direction, List<Finding> findings) {
        Verdict severest = Verdict.ALLOW;
        for (Finding finding : findings) {
            for (PolicyRule rule : document.rules()) {
                if (rule.direction() == direction
                        && rule.kind().equals(finding.kind())
                        && rule.verdict().compareTo(severest) > 0) {
                    severest = rule.verdict();
                }
            }
        }
        return severest;
    }
}
