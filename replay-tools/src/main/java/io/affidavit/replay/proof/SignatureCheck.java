package io.affidavit.replay.proof;

import io.affidavit.schemas.evidence.VerifierKey;
import io.affidavit.schemas.evidence.VerifierKey.Algorithm;
import io.affidavit.schemas.proof.Checkpoint;
import io.affidavit.schemas.proof.SubtreeMessage;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/// Checks signatures with the platform's Ed25519 (RFC 8032) and ML-DSA-44 (FIPS 204), and keeps the
/// keys that it has read. For one thread.
public final class SignatureCheck {

    /// What stands before the raw key in a SubjectPublicKeyInfo (RFC 8410 §4, RFC 9881 §4).
    private static final byte[] ED25519_PREFIX =
            HexFormat.of().parseHex("302a300506032b6570032100");

    private static final byte[] ML_DSA_44_PREFIX =
            HexFormat.of().parseHex("30820532300b06096086480165030403110382052100");

    private final Map<VerifierKey, PublicKey> keys = new HashMap<>();

    /// Whether a signature line under a checkpoint holds.
    ///
    /// @param line what the line carries behind its key id
    public boolean holds(VerifierKey key, Checkpoint checkpoint, byte[] line) {
        if (key.algorithm() == Algorithm.ED25519) {
            return holds(key, checkpoint.bytes(), line);
        }
        if (line.length <= SubtreeMessage.TIME_BYTES) {
            return false;
        }
        long seconds = ByteBuffer.wrap(line).getLong();
        byte[] signature = Arrays.copyOfRange(line, SubtreeMessage.TIME_BYTES, line.length);
        return holds(key, SubtreeMessage.of(key.name(), checkpoint, seconds), signature);
    }

    /// Whether a signature over these bytes holds.
    public boolean holds(VerifierKey key, byte[] message, byte[] signature) {
        try {
            Signature check =
                    Signature.getInstance(
                            key.algorithm() == Algorithm.ED25519 ? "Ed25519" : "ML-DSA-44");
            check.initVerify(publicKey(key));
            check.update(message);
            return check.verify(signature);
        } catch (GeneralSecurityException e) {
            return false; // a key that is no point, or a signature of another length
        }
    }

    private PublicKey publicKey(VerifierKey key) throws GeneralSecurityException {
        PublicKey known = keys.get(key);
        if (known != null) {
            return known;
        }
        boolean edwards = key.algorithm() == Algorithm.ED25519;
        byte[] prefix = edwards ? ED25519_PREFIX : ML_DSA_44_PREFIX;
        byte[] raw = key.key();
        byte[] encoded = Arrays.copyOf(prefix, prefix.length + raw.length);
        System.arraycopy(raw, 0, encoded, prefix.length, raw.length);
        PublicKey read =
                KeyFactory.getInstance(edwards ? "Ed25519" : "ML-DSA")
                        .generatePublic(new X509EncodedKeySpec(encoded));
        keys.put(key, read);
        return read;
    }
}
