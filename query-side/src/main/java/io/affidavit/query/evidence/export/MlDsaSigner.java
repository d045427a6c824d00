package io.affidavit.query.evidence.export;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.bouncycastle.operator.ContentSigner;

/// ML-DSA-65, deterministic (FIPS 204 §3.4). For one signature.
final class MlDsaSigner implements ContentSigner {

    private final ByteArrayOutputStream signed = new ByteArrayOutputStream();
    private final MLDSAPrivateKeyParameters key;

    MlDsaSigner(MLDSAPrivateKeyParameters key) {
        this.key = key;
    }

    @Override
    public AlgorithmIdentifier getAlgorithmIdentifier() {
        return new AlgorithmIdentifier(NISTObjectIdentifiers.id_ml_dsa_65);
    }

    @Override
    public OutputStream getOutputStream() {
        return signed;
    }

    @Override
    public byte[] getSignature() {
        MLDSASigner signer = new MLDSASigner();
        signer.init(true, key);
        signer.update(signed.toByteArray(), 0, signed.size());
        try {
            return signer.generateSignature();
        } catch (CryptoException e) {
            throw new IllegalStateException("a key of its own kind signs anything", e);
        }
    }
}
