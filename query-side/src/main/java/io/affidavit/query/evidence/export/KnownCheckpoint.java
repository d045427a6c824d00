package io.affidavit.query.evidence.export;

import io.affidavit.schemas.evidence.LogKeys;
import io.affidavit.schemas.evidence.VerifierKey;
import io.affidavit.schemas.evidence.VerifierKey.Algorithm;
import io.affidavit.schemas.proof.Checkpoint;
import io.affidavit.schemas.proof.NoteSignature;
import io.affidavit.schemas.proof.SignedNote;
import io.affidavit.schemas.proof.SubtreeMessage;
import io.affidavit.schemas.value.FailureCode;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.MLDSASigner;

/// A checkpoint that an auditor holds from earlier: taken only where the log itself signed it.
/// Whether it is of the history that stands is not asked here. The bundle proves it or does not,
/// and then the two notes are proof against us.
final class KnownCheckpoint {

    private KnownCheckpoint() {}

    /// Reads the text of a note.
    ///
    /// @param log the log's keys
    /// @throws ExportFailure where it is no checkpoint of this log, or a line of one of its keys
    ///   does not hold, or there is none
    static Checkpoint read(String text, LogKeys log) {
        SignedNote note;
        Checkpoint checkpoint;
        try {
            note = SignedNote.parse(text);
            checkpoint = note.checkpoint();
        } catch (IllegalArgumentException e) {
            throw refused("no signed checkpoint");
        }
        if (!checkpoint.origin().equals(log.origin())) {
            throw refused("a checkpoint of another log");
        }
        if (checkpoint.size() == 0) {
            throw refused("a checkpoint of an empty log");
        }
        List<VerifierKey> keys = log.signing(checkpoint.size());
        boolean signed = false;
        for (NoteSignature line : note.signatures()) {
            for (VerifierKey key : keys) {
                if (line.claims(key)) {
                    if (!holds(key, checkpoint, line.signature())) {
                        throw refused("a signature that does not hold");
                    }
                    signed = true;
                }
            }
        }
        if (!signed) {
            throw refused("no line of a key of the log");
        }
        return checkpoint;
    }

    private static boolean holds(VerifierKey key, Checkpoint checkpoint, byte[] line) {
        if (key.algorithm() == Algorithm.ED25519) {
            Ed25519Signer signer = new Ed25519Signer();
            signer.init(false, new Ed25519PublicKeyParameters(key.key()));
            return verifies(signer, checkpoint.bytes(), line);
        }
        if (line.length <= SubtreeMessage.TIME_BYTES) {
            return false;
        }
        MLDSASigner signer = new MLDSASigner();
        signer.init(false, new MLDSAPublicKeyParameters(MLDSAParameters.ml_dsa_44, key.key()));
        long seconds = ByteBuffer.wrap(line).getLong();
        return verifies(
                signer,
                SubtreeMessage.of(key.name(), checkpoint, seconds),
                Arrays.copyOfRange(line, SubtreeMessage.TIME_BYTES, line.length));
    }

    private static boolean verifies(Signer signer, byte[] message, byte[] signature) {
        signer.update(message, 0, message.length);
        return signer.verifySignature(signature);
    }

    private static ExportFailure refused(String found) {
        return new ExportFailure(
                FailureCode.INVALID_VALUE,
                "known: " + found + " (expected: a checkpoint that this log signed)");
    }
}
