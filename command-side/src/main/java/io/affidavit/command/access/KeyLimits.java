package io.affidavit.command.access;

import io.affidavit.command.web.Fields;
import io.affidavit.schemas.access.LimitTerms;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.LimitId;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.VirtualKeyId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Limits that a key is issued with.
public interface KeyLimits {

    /// A limit as the answer to the issue of its key shows it.
    record KeyLimit(
            LimitId id,
            @Nullable String alias,
            String unit,
            String window,
            String amount,
            boolean hard,
            List<Integer> thresholds) {}

    /// Reads what a request says of them: `limits`, and for the most usual ones `rpm`, `tpm`,
    /// `budgetUsd` and `budgetWindow`.
    ///
    /// @param key the key that is to be issued
    List<LimitTerms> read(Fields fields, VirtualKeyId key);

    /// Sets them in the append of the unit of work in progress, for a key that is new with it.
    void set(List<LimitTerms> limits, OrganizationId organization, @Nullable Digest idempotency);

    /// Those of them that are in force, as they are now.
    List<KeyLimit> shown(List<LimitTerms> limits);
}
