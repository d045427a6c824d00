package io.affidavit.projections.seal;

import io.affidavit.projections.seal.Finding.Kind;
import io.affidavit.schemas.evidence.LogKeyAdded;
import io.affidavit.schemas.evidence.LogKeys;
import io.affidavit.schemas.evidence.LogOrigin;
import io.affidavit.schemas.evidence.VerifierKey;
import io.affidavit.schemas.proof.Checkpoint;
import io.affidavit.schemas.proof.NoteSignature;
import io.affidavit.schemas.proof.SignedNote;
import io.affidavit.schemas.proof.SubtreeMessage;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.MLDSASigner;

/// Checks what the keys of a log have signed: checkpoints, and each other.
final class SealSignatures {

    private SealSignatures() {}

    /// Reads a note that a log's own keys must have signed, all that are good for its size.
    ///
    /// @throws BrokenLogException if it is anything else
    static SealedCheckpoint open(LogKeys keys, long size, byte[] bytes) throws BrokenLogException {
        SignedNote note;
        Checkpoint checkpoint;
        try {
            note = SignedNote.parse(bytes);
            checkpoint = note.checkpoint();
        } catch (IllegalArgumentException e) {
            throw broken(size, String.valueOf(e.getMessage()), "a signed checkpoint");
        }
        LogOrigin origin = keys.origin();
        if (!checkpoint.origin().equals(origin) || checkpoint.size() != size) {
            throw broken(
                    size,
                    checkpoint.origin().value() + " " + checkpoint.size(),
                    origin.value() + " " + size);
        }
        for (VerifierKey key : keys.signing(size)) {
            if (!holds(note, checkpoint, key)) {
                throw broken(
                        size,
                        "a signature that does not hold",
                        "signatures of all keys of the log at this size");
            }
        }
        return new SealedCheckpoint(checkpoint, note);
    }

    private static BrokenLogException broken(long size, String found, String expected) {
        return BrokenLogException.of(Kind.CHECKPOINT, size, found, expected);
    }

    /// Whether there is a line by this key, and every such line holds.
    private static boolean holds(SignedNote note, Checkpoint checkpoint, VerifierKey key) {
        List<NoteSignature> lines =
                note.signatures().stream().filter(line -> line.claims(key)).toList();
        return !lines.isEmpty()
                && lines.stream().allMatch(line -> holds(checkpoint, key, line.signature()));
    }

    private static boolean holds(Checkpoint checkpoint, VerifierKey key, byte[] line) {
        return switch (key.algorithm()) {
            case ED25519 -> verifies(key, checkpoint.bytes(), line);
            case ML_DSA_44 ->
                    line.length > SubtreeMessage.TIME_BYTES
                            && verifies(
                                    key,
                                    SubtreeMessage.of(
                                            key.name(),
                                            checkpoint,
                                            ByteBuffer.wrap(line).getLong()),
                                    Arrays.copyOfRange(
                                            line, SubtreeMessage.TIME_BYTES, line.length));
        };
    }

    /// Whether both keys of a handover want it.
    ///
    /// @throws IllegalArgumentException if they are no keys of that log
    static boolean agree(LogOrigin origin, LogKeyAdded event) {
        VerifierKey key = LogKeys.key(origin, event.use(), event.key());
        VerifierKey old = LogKeys.key(origin, event.use(), event.replaces());
        byte[] message = LogKeyAdded.message(origin, event.use(), old, key);
        return verifies(key, message, Base64.getDecoder().decode(event.possession()))
                && verifies(old, message, Base64.getDecoder().decode(event.consent()));
    }

    private static boolean verifies(VerifierKey key, byte[] message, byte[] signature) {
        Signer signer =
                switch (key.algorithm()) {
                    case ED25519 -> {
                        Signer ed25519 = new Ed25519Signer();
                        ed25519.init(false, new Ed25519PublicKeyParameters(key.key()));
                        yield ed25519;
                    }
                    case ML_DSA_44 -> {
                        Signer mlDsa44 = new MLDSASigner();
                        mlDsa44.init(
                                false,
                                new MLDSAPublicKeyParameters(MLDSAParameters.ml_dsa_44, key.key()));
                        yield mlDsa44;
                    }
                };
        signer.update(message, 0, message.length);
        return signer.verifySignature(signature);
    }
}
