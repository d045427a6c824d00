package io.affidavit.query.evidence.export;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.jspecify.annotations.Nullable;

/// The second key of bundles, for the years in which elliptic curves may fall: `export.mldsa65`
/// (PKCS#8 PEM) and its certificate `export.mldsa65.pem`, which it signed itself.
///
/// @param signer signs with it
/// @param certificate whom to trust
record LaterKey(BundleSigner signer, X509Certificate certificate) {

    private static final String KEY_FILE = "export.mldsa65";
    private static final String CERTIFICATE_FILE = KEY_FILE + ".pem";

    /// Reads both files.
    ///
    /// @return `null` where there is neither
    /// @throws ExportFailure where one is missing, or they do not belong together
    static @Nullable LaterKey read(Path directory) {
        Path key = directory.resolve(KEY_FILE);
        Path certificate = directory.resolve(CERTIFICATE_FILE);
        if (!Files.exists(key) && !Files.exists(certificate)) {
            return null;
        }
        try {
            byte[] pkcs8 = ExportKey.key(Files.readString(key));
            X509Certificate read =
                    (X509Certificate)
                            CertificateFactory.getInstance("X.509")
                                    .generateCertificate(
                                            new ByteArrayInputStream(
                                                    Files.readAllBytes(certificate)));
            if (PrivateKeyFactory.createKey(pkcs8) instanceof MLDSAPrivateKeyParameters own
                    && own.getParameters().equals(MLDSAParameters.ml_dsa_65)
                    && belongs(own, read)) {
                X509CertificateHolder holder = new X509CertificateHolder(read.getEncoded());
                return new LaterKey(BundleSigner.mlDsa65(own, holder), read);
            }
            throw new IllegalArgumentException("not a key with its certificate");
        } catch (IOException
                | GeneralSecurityException
                | CryptoException
                | IllegalArgumentException e) {
            throw ExportFailure.unavailable(
                    KEY_FILE
                            + ", "
                            + CERTIFICATE_FILE
                            + ": unreadable (expected: an ML-DSA-65 key and its own certificate,"
                            + " or neither)");
        }
    }

    private static boolean belongs(MLDSAPrivateKeyParameters key, X509Certificate certificate)
            throws GeneralSecurityException, CryptoException {
        certificate.verify(certificate.getPublicKey());
        byte[] sample = certificate.getSerialNumber().toByteArray();
        MLDSASigner signer = new MLDSASigner();
        signer.init(true, key);
        signer.update(sample, 0, sample.length);
        Signature check = Signature.getInstance("ML-DSA-65");
        check.initVerify(certificate);
        check.update(sample);
        return check.verify(signer.generateSignature());
    }
}
