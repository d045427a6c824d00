package io.affidavit.replay.cli;

import io.affidavit.replay.bundle.Verdict;
import io.affidavit.replay.verify.Failure;
import io.affidavit.schemas.proof.Checkpoint;
import java.util.ArrayList;
import java.util.List;

/// Says in plain words what a verified bundle shows, and what it cannot show.
final class VerifyExplanation {

    private VerifyExplanation() {}

    static List<String> of(Verdict verdict) {
        List<String> lines = new ArrayList<>();
        Checkpoint checkpoint = verdict.checkpoint();
        lines.add("Checked: container and names; digest of every file; who signed the digests;");
        lines.add(
                "  signatures and continuity of the checkpoints; that every record is in the log,");
        lines.add("  in its form, linked to its neighbours, and that no story has a gap; time;");
        lines.add("  disclosed texts.");
        if (verdict.texts() > 0) {
            lines.add(
                    "Texts: %d disclosed, each held against what its record committed to."
                            .formatted(verdict.texts()));
        }
        if (verdict.salts() > 0) {
            lines.add(
                    ("Salts: %d of texts that were never kept. Each shows nothing by itself; whoever"
                                    + " holds the text proves it (VERIFY.md).")
                            .formatted(verdict.salts()));
        }
        if (verdict.scope() != null) {
            lines.add(
                    "Scope: "
                            + Failure.visible(verdict.scope())
                            + ". It is the whole of that and of nothing else: is it what you asked"
                            + " for?");
        }
        if (checkpoint != null) {
            lines.add("Log: " + checkpoint.origin() + ", " + checkpoint.size() + " records.");
        }
        lines.add(
                verdict.external()
                        ? "Trust: keys and roots are those that you brought along."
                        : "Trust: keys or roots are the bundle's own. Whoever forged it forged them"
                                + " too: get --policy and --ca by another way.");
        lines.add(
                switch (verdict.stamp()) {
                    case "none" -> "Time: the gateway's own clock; no third party vouches for it.";
                    case "unverified" ->
                            "Time: stamped, but by nobody that you said you trust (--tsa-ca).";
                    default -> "Time: an authority that you trust saw the checkpoint.";
                });
        lines.add(
                switch (verdict.later()) {
                    case "none" -> "ML-DSA: no second signature.";
                    case "unverified" ->
                            "ML-DSA: a second signature holds, of a certificate that you did not name"
                                    + " (--ca).";
                    default -> "ML-DSA: a second signature holds, of a certificate that you trust.";
                });
        lines.add(
                "Not shown: that no record of an organization's period, of a key's or a limit's story");
        lines.add(
                "  follows the last one here, unless one after the period is shown: that is the"
                        + " signer's word.");
        lines.add(
                "Not shown: that what was recorded is true, or that nothing bypassed the gateway.");
        return lines;
    }
}
