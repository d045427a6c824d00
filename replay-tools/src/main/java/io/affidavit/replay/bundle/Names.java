package io.affidavit.replay.bundle;

import java.util.List;
import java.util.Set;

/// Files of a bundle, and how large the small ones may be.
final class Names {

    static final String SUMS = "SHA256SUMS";
    static final String SIGNATURE = "SHA256SUMS.p7s";
    static final String SIGNATURE_TIME = "SHA256SUMS.p7s.tsr";
    static final String LATER_SIGNATURE = "SHA256SUMS.ml-dsa-65.p7s";
    static final String EVENTS = "events.jsonl";
    static final String WITHHELD = "withheld.jsonl";
    static final String PROOFS = "proofs/";
    static final String TREE_PROOF = "proofs/tree";
    static final String CHECKPOINT = "log/checkpoint";
    static final String CHECKPOINT_SIGNED = "log/checkpoint.signed";
    static final String CHECKPOINT_TIME = "log/checkpoint.tsr";
    static final String LATEST = "log/latest";
    static final String CONSISTENCY = "log/consistency-latest";
    static final String CONSISTENCY_KNOWN = "log/consistency-known-";
    static final String MANIFEST = "manifest.json";
    static final String PARTS = "parts/";
    static final String TRUST = "trust/";
    static final String POLICY = "trust/policy";

    static final int MAX_SUMS = 64 << 20;
    static final int MAX_SIGNATURE = 256 << 10;
    static final int MAX_NOTE = 256 << 10;
    static final int MAX_MANIFEST = 4 << 20;
    static final int MAX_PEM = 256 << 10;
    static final int MAX_PROOF = MAX_NOTE + (8 << 10);

    static final List<String> REQUIRED =
            List.of(
                    SUMS,
                    SIGNATURE,
                    EVENTS,
                    CHECKPOINT,
                    CHECKPOINT_SIGNED,
                    LATEST,
                    CONSISTENCY,
                    MANIFEST,
                    POLICY);

    /// Files that cannot stand in the sums: they are about them.
    static final Set<String> BESIDE_SUMS = Set.of(SUMS, SIGNATURE, SIGNATURE_TIME, LATER_SIGNATURE);

    private Names() {}

    static String proof(long position) {
        return PROOFS + position + ".tlog-proof";
    }
}
