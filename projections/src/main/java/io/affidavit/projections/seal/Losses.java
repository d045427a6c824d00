package io.affidavit.projections.seal;

import io.affidavit.schemas.evidence.LostTail;
import java.util.List;

/// What a comparison of the database with its anchor has found.
///
/// @param logs every log that either of them knows, in their order; empty when neither knows one
/// @param isLoss whether records that had been signed are gone and nobody has declared that yet
public record Losses(List<LostTail> logs, boolean isLoss) {

    public Losses {
        logs = List.copyOf(logs);
    }
}
