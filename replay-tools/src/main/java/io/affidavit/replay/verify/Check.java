package io.affidavit.replay.verify;

/// What is checked, with the exit code and the step of `evidence/v1` it belongs to.
public enum Check {
    /// The container: its names, sizes, limits, and the files that must be there.
    MALFORMED(2, 1),
    /// A file is the one that the sums name.
    FILE_DIGEST(10, 2),
    /// The signature over the sums.
    BUNDLE_SIGNATURE(11, 3),
    /// Who made that signature.
    SIGNER_CERTIFICATE(12, 3),
    /// The signatures under a checkpoint.
    CHECKPOINT_SIGNATURE(20, 4),
    /// A checkpoint is of a log that the policy knows.
    UNKNOWN_LOG(21, 4),
    /// The signature of a receipt.
    RECEIPT(24, 4),
    /// Two checkpoints are of one history.
    SPLIT_VIEW(23, 5),
    /// A record's hash, its place, and the tree over all of them.
    INCLUSION(30, 6),
    /// The bytes of a record, and the columns that repeat what they say.
    RECORD_FORM(31, 6),
    /// Links to the record before, in the log and in the organization's own chain.
    CHAIN(32, 7),
    /// Nothing is missing: positions, counters of nodes, stories of aggregates.
    INCOMPLETE(33, 7),
    /// A time stamp is valid and of what it lies beside.
    TIMESTAMP(40, 8),
    /// Time never runs backwards.
    TIME_ORDER(41, 8),
    /// A disclosed text is the one that was committed to.
    COMMITMENT(50, 9),
    /// A stored ciphertext is the one that was recorded.
    CIPHERTEXT(51, 9),
    /// A ciphertext is gone and no record says why.
    UNEXPLAINED_ABSENCE(60, 10),
    /// An account of a limit is what the records add up to.
    ACCOUNT(34, 11);

    private final int code;
    private final int step;

    Check(int code, int step) {
        this.code = code;
        this.step = step;
    }

    /// The exit code when this is the first step that fails.
    public int code() {
        return code;
    }

    /// The step of verification, in the order in which steps decide the exit code.
    public int step() {
        return step;
    }
}
