package io.affidavit.replay.proof;

import io.affidavit.replay.verify.Check;
import io.affidavit.replay.verify.Failures;
import io.affidavit.schemas.proof.Checkpoint;
import io.affidavit.schemas.proof.Receipt;
import io.affidavit.schemas.proof.SignedNote;
import io.affidavit.schemas.proof.TlogProof;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// Checks what a gateway promised to a caller: that it signed the receipt, and that its log holds
/// the promised leaf at the promised place.
public final class ReceiptCheck {

    private final TrustPolicy policy;
    private final Failures failures;

    /// @param policy whom to believe: keys of receipts and of checkpoints
    /// @param failures gets what is wrong
    public ReceiptCheck(TrustPolicy policy, Failures failures) {
        this.policy = policy;
        this.failures = failures;
    }

    /// Checks the signature.
    public void checkSignature(Receipt receipt) {
        byte[] message = Receipt.message(receipt.origin(), receipt.position(), receipt.leaf());
        byte[] signature = Base64.getDecoder().decode(receipt.signature());
        boolean known = false;
        for (TrustPolicy.LogKey key : policy.receipts()) {
            if (key.key().name().equals(receipt.origin().value())) {
                known = true;
                if (key.covers(receipt.position())
                        && new SignatureCheck().holds(key.key(), message, signature)) {
                    return;
                }
            }
        }
        failures.add(
                known ? Check.RECEIPT : Check.UNKNOWN_LOG,
                known ? "receipt" : "receipt log",
                known ? "a signature that does not hold" : receipt.origin().value(),
                known ? "one by the receipt key of its log" : "a log with a receipt key");
    }

    /// Checks that the log keeps the promise.
    ///
    /// @param text a tlog-proof
    /// @param held a checkpoint that the proof must be against; null for whichever it brings
    /// @return the checkpoint that covers the record; null if there is none
    public @Nullable Checkpoint checkProof(
            Receipt receipt, String text, @Nullable Checkpoint held) {
        TlogProof proof;
        try {
            proof = TlogProof.parse(text);
        } catch (IllegalArgumentException e) {
            inclusion("proof", String.valueOf(e.getMessage()), "a tlog-proof");
            return null;
        }
        SignedNote note = proof.note();
        Checkpoint checkpoint = new NoteCheck(policy, failures).check("checkpoint", note.bytes());
        if (checkpoint == null) {
            return null;
        }
        if (held != null && !held.equals(checkpoint)) {
            failures.add(Check.SPLIT_VIEW, "checkpoint", text(checkpoint), text(held));
        }
        if (!checkpoint.origin().equals(receipt.origin()) || proof.index() != receipt.position()) {
            inclusion(
                    "proof",
                    "index " + proof.index() + " of " + checkpoint.origin(),
                    "index " + receipt.position() + " of " + receipt.origin());
            return checkpoint;
        }
        byte[] root =
                PathCheck.root(
                        proof.index(), checkpoint.size(), receipt.leaf().bytes(), proof.path());
        if (!Arrays.equals(root, checkpoint.root().bytes())) {
            inclusion(
                    "record " + receipt.position(),
                    root == null ? "no path" : "root " + HexFormat.of().formatHex(root),
                    "the promised leaf under root " + checkpoint.root());
        }
        return checkpoint;
    }

    private void inclusion(String object, String found, String expected) {
        failures.add(Check.INCLUSION, object, found, expected);
    }

    private static String text(Checkpoint checkpoint) {
        return "size " + checkpoint.size() + " root " + checkpoint.root();
    }
}
