package io.affidavit.query.evidence.export;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.operator.ContentSigner;

/// ECDSA over SHA-256 with the nonce of RFC 6979. For one signature.
final class EcdsaSigner implements ContentSigner {

    private final SHA256Digest digest = new SHA256Digest();
    private final ECPrivateKeyParameters key;

    EcdsaSigner(ECPrivateKeyParameters key) {
        this.key = key;
    }

    @Override
    public AlgorithmIdentifier getAlgorithmIdentifier() {
        return new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
    }

    @Override
    public OutputStream getOutputStream() {
        return new OutputStream() {
            @Override
            public void write(int single) {
                digest.update((byte) single);
            }

            @Override
            public void write(byte[] some, int from, int length) {
                digest.update(some, from, length);
            }
        };
    }

    @Override
    public byte[] getSignature() {
        byte[] hash = new byte[digest.getDigestSize()];
        digest.doFinal(hash, 0);
        ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
        signer.init(true, key);
        BigInteger[] signature = signer.generateSignature(hash);
        try {
            return StandardDSAEncoding.INSTANCE.encode(
                    key.getParameters().getN(), signature[0], signature[1]);
        } catch (IOException e) {
            throw new IllegalStateException("two numbers always have a DER form", e);
        }
    }
}
