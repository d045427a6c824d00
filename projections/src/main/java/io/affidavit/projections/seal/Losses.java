package io.affidavit.projections.seal;

import io.affidavit.schemas.evidence.LostTail;
import io.affidavit.schemas.evidence.VerifierKey;
import java.util.List;

/// What a comparison of the database with its anchor has found.
///
/// @param logs every log that either of them knows, in their order; empty when neither knows one
/// @param isLoss whether records that had been signed are gone and nobody has declared that yet
/// @param signers the keys here that signed the last of what was signed, the older ones first
public record Losses(List<LostTail> logs, boolean isLoss, List<VerifierKey> signers) {

    public Losses {
        logs = List.copyOf(logs);
        signers = List.copyOf(signers);
    }
}
