package io.affidavit.schemas.call;

import io.affidavit.schemas.policy.Direction;
import io.affidavit.schemas.policy.Finding;
import io.affidavit.schemas.policy.Verdict;
import io.affidavit.schemas.value.CallId;
import io.affidavit.schemas.value.Digest;
import java.util.List;

/// A text of the call was judged. Recorded for every call and direction, also when nothing was
/// found.
///
/// @param callId the call
/// @param direction which text
/// @param policy SHA-256 of the policy document that judged
/// @param verdict what it decided
/// @param findings everything the detectors saw
public record GuardrailJudged(
        CallId callId, Direction direction, Digest policy, Verdict verdict, List<Finding> findings)
        implements CallEvent {

    public GuardrailJudged {
        findings = List.copyOf(findings);
    }
}
