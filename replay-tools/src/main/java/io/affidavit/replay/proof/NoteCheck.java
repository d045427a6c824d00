package io.affidavit.replay.proof;

import io.affidavit.replay.verify.Check;
import io.affidavit.replay.verify.Failures;
import io.affidavit.schemas.evidence.VerifierKey;
import io.affidavit.schemas.proof.Checkpoint;
import io.affidavit.schemas.proof.NoteSignature;
import io.affidavit.schemas.proof.SignedNote;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Checks signed checkpoints against a policy: every line of a known key must hold, and of each
/// algorithm that the policy has a key of for the log, one line must be there.
public final class NoteCheck {

    private final TrustPolicy policy;
    private final Failures failures;
    private final SignatureCheck signatures = new SignatureCheck();

    /// @param policy whom to believe
    /// @param failures gets what is wrong
    public NoteCheck(TrustPolicy policy, Failures failures) {
        this.policy = policy;
        this.failures = failures;
    }

    /// Reads and checks a note.
    ///
    /// @param object how failures name it
    /// @return the checkpoint, also of a note whose signatures failed; null if it is none
    public @Nullable Checkpoint check(String object, byte[] bytes) {
        SignedNote note;
        Checkpoint checkpoint;
        try {
            note = SignedNote.parse(bytes);
            checkpoint = note.checkpoint();
        } catch (IllegalArgumentException e) {
            failures.add(
                    Check.CHECKPOINT_SIGNATURE,
                    object,
                    String.valueOf(e.getMessage()),
                    "a signed checkpoint");
            return null;
        }
        check(object, note, checkpoint);
        return checkpoint;
    }

    private void check(String object, SignedNote note, Checkpoint checkpoint) {
        String origin = checkpoint.origin().value();
        if (!policy.knows(origin)) {
            failures.add(Check.UNKNOWN_LOG, object + " origin", origin, "a log of the policy");
            return;
        }
        List<VerifierKey> keys = policy.keysOf(origin, checkpoint.size());
        if (keys.isEmpty()) {
            failures.add(
                    Check.CHECKPOINT_SIGNATURE,
                    object + " size",
                    Long.toString(checkpoint.size()),
                    "a size that the policy has a key for");
        }
        List<VerifierKey> held = new ArrayList<>();
        for (VerifierKey key : keys) {
            for (NoteSignature line : note.signatures()) {
                if (line.claims(key)) {
                    judge(object, key, checkpoint, line, held);
                }
            }
        }
        for (VerifierKey.Algorithm algorithm : VerifierKey.Algorithm.values()) {
            boolean wanted = keys.stream().anyMatch(key -> key.algorithm() == algorithm);
            if (wanted && held.stream().noneMatch(key -> key.algorithm() == algorithm)) {
                failures.add(
                        Check.CHECKPOINT_SIGNATURE,
                        object + " " + algorithm,
                        "no line",
                        "a line of a key of the policy");
            }
        }
    }

    private void judge(
            String object,
            VerifierKey key,
            Checkpoint checkpoint,
            NoteSignature line,
            List<VerifierKey> held) {
        if (!signatures.holds(key, checkpoint, line.signature())) {
            failures.add(
                    Check.CHECKPOINT_SIGNATURE,
                    object + " line of key %08x".formatted(key.keyId()),
                    "a signature that does not hold",
                    "one of " + key.algorithm() + " over this checkpoint");
        }
        held.add(key); // a bad line is one failure, not a missing one as well
    }
}
