package io.affidavit.command.evidence;

import io.affidavit.schemas.evidence.LogKeyUse;
import io.affidavit.schemas.evidence.LogOrigin;
import io.affidavit.schemas.evidence.VerifierKey;
import java.io.IOException;
import java.util.Optional;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.bouncycastle.crypto.util.PrivateKeyFactory;

/// A private key of the log.
final class LogSigner {

    private final VerifierKey key;
    private final AsymmetricKeyParameter secret;

    private LogSigner(VerifierKey key, AsymmetricKeyParameter secret) {
        this.key = key;
        this.secret = secret;
    }

    /// Reads PKCS#8; empty if it is no key for that use.
    static Optional<LogSigner> of(LogOrigin origin, LogKeyUse use, byte[] pkcs8) {
        AsymmetricKeyParameter secret;
        try {
            secret = PrivateKeyFactory.createKey(pkcs8);
        } catch (IOException | RuntimeException e) { // as it says of whatever is no key
            return Optional.empty();
        }
        VerifierKey key =
                switch (secret) {
                    case Ed25519PrivateKeyParameters ed25519 ->
                            VerifierKey.ed25519(
                                    origin.value(), ed25519.generatePublicKey().getEncoded());
                    case MLDSAPrivateKeyParameters mlDsa44 ->
                            VerifierKey.mlDsa44(origin.value(), mlDsa44.getPublicKey());
                    default -> null;
                };
        return key == null || key.algorithm() != use.algorithm()
                ? Optional.empty()
                : Optional.of(new LogSigner(key, secret));
    }

    VerifierKey key() {
        return key;
    }

    /// The key itself, for whoever signs receipts.
    Ed25519PrivateKeyParameters ed25519() {
        return (Ed25519PrivateKeyParameters) secret;
    }

    byte[] sign(byte[] message) {
        Signer signer =
                switch (key.algorithm()) {
                    case ED25519 -> new Ed25519Signer();
                    case ML_DSA_44 -> new MLDSASigner();
                };
        signer.init(true, secret);
        signer.update(message, 0, message.length);
        try {
            return signer.generateSignature();
        } catch (CryptoException e) {
            throw new IllegalStateException("a key of its own kind signs anything", e);
        }
    }
}
