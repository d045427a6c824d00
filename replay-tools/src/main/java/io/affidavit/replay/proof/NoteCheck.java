package io.affidavit.replay.proof;

import io.affidavit.replay.verify.Check;
import io.affidavit.replay.verify.Failures;
import io.affidavit.schemas.evidence.VerifierKey;
import io.affidavit.schemas.proof.Checkpoint;
import io.affidavit.schemas.proof.NoteSignature;
import io.affidavit.schemas.proof.SignedNote;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Checks signed checkpoints against a policy: each key that it has for the log and the size must
/// have a line, and every such line must hold.
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
        for (VerifierKey key : keys) {
            List<NoteSignature> lines =
                    note.signatures().stream().filter(line -> line.claims(key)).toList();
            if (lines.isEmpty()) {
                failures.add(
                        Check.CHECKPOINT_SIGNATURE,
                        object + " " + key.algorithm(),
                        "no line",
                        "a line of key %08x of the policy".formatted(key.keyId()));
            }
            lines.forEach(line -> judge(object, key, checkpoint, line));
        }
    }

    private void judge(String object, VerifierKey key, Checkpoint checkpoint, NoteSignature line) {
        if (!signatures.holds(key, checkpoint, line.signature())) {
            failures.add(
                    Check.CHECKPOINT_SIGNATURE,
                    object + " line of key %08x".formatted(key.keyId()),
                    "a signature that does not hold",
                    "one of " + key.algorithm() + " over this checkpoint");
        }
    }
}
