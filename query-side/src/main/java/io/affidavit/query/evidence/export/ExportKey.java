package io.affidavit.query.evidence.export;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.jspecify.annotations.Nullable;

/// The key that signs bundles and the certificates that say whose it is: `export.ecdsa` (PKCS#8
/// PEM, P-256) and `export.pem` (the signer's certificate first, the root last).
final class ExportKey {

    private static final String KEY_FILE = "export.ecdsa";
    private static final String CHAIN_FILE = "export.pem";
    private static final int FIELD_BITS = 256;
    private static final int DIGITAL_SIGNATURE = 0;

    /// Any, e-mail protection, documents (RFC 5280 §4.2.1.12, RFC 9336).
    private static final Set<String> FOR_FILES =
            Set.of("2.5.29.37.0", "1.3.6.1.5.5.7.3.4", "1.3.6.1.5.5.7.3.36");

    private final BundleSigner signer;
    private final List<X509Certificate> chain;
    private final @Nullable LaterKey later;

    private ExportKey(BundleSigner signer, List<X509Certificate> chain, @Nullable LaterKey later) {
        this.signer = signer;
        this.chain = List.copyOf(chain);
        this.later = later;
    }

    /// Reads both files.
    ///
    /// @throws ExportFailure where they are missing, or are no key with its certificates
    static ExportKey read(Path directory) {
        try {
            byte[] pkcs8 = key(Files.readString(directory.resolve(KEY_FILE)));
            List<X509Certificate> chain = chain(directory.resolve(CHAIN_FILE));
            requirePath(pkcs8, chain);
            List<X509CertificateHolder> holders = new ArrayList<>();
            for (X509Certificate certificate : chain) {
                holders.add(new X509CertificateHolder(certificate.getEncoded()));
            }
            if (PrivateKeyFactory.createKey(pkcs8) instanceof ECPrivateKeyParameters key) {
                return new ExportKey(
                        BundleSigner.ecdsa(key, holders), chain, LaterKey.read(directory));
            }
            throw new IllegalArgumentException("not an EC key");
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw ExportFailure.unavailable(
                    KEY_FILE
                            + ", "
                            + CHAIN_FILE
                            + ": unreadable (expected: a P-256 key, and its certificates up to"
                            + " their root)");
        }
    }

    BundleSigner signer() {
        return signer;
    }

    /// The second key; `null` where there is none.
    @Nullable LaterKey later() {
        return later;
    }

    /// The certificate to trust, which ends the path.
    String rootPem() {
        return pem(chain.getLast());
    }

    /// The signer's certificate and those between it and the root.
    String signerPem() {
        StringBuilder text = new StringBuilder();
        chain.subList(0, Math.max(1, chain.size() - 1))
                .forEach(certificate -> text.append(pem(certificate)));
        return text.toString();
    }

    static byte[] key(String pem) {
        StringBuilder base64 = new StringBuilder();
        pem.lines().filter(line -> !line.startsWith("-----")).forEach(base64::append);
        return Base64.getDecoder().decode(base64.toString());
    }

    private static List<X509Certificate> chain(Path file)
            throws IOException, GeneralSecurityException {
        List<X509Certificate> chain = new ArrayList<>();
        var read =
                CertificateFactory.getInstance("X.509")
                        .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)));
        for (var certificate : read) {
            if (certificate instanceof X509Certificate x509) {
                chain.add(x509);
            }
        }
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("no certificate");
        }
        return chain;
    }

    /// The key is that of the first certificate, each is signed by the next and the last by itself.
    private static void requirePath(byte[] pkcs8, List<X509Certificate> chain)
            throws GeneralSecurityException {
        for (int i = 0; i < chain.size(); i++) {
            X509Certificate issuer = chain.get(Math.min(i + 1, chain.size() - 1));
            chain.get(i).verify(issuer.getPublicKey());
        }
        requireUse(chain.getFirst());
        byte[] sample = CHAIN_FILE.getBytes(StandardCharsets.US_ASCII);
        Signature signature = Signature.getInstance("SHA256withECDSA");
        if (!(KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8))
                        instanceof ECPrivateKey key)
                || key.getParams().getCurve().getField().getFieldSize() != FIELD_BITS) {
            throw new IllegalArgumentException("not a P-256 key");
        }
        signature.initSign(key);
        signature.update(sample);
        byte[] signed = signature.sign();
        signature.initVerify(chain.getFirst());
        signature.update(sample);
        if (!signature.verify(signed)) {
            throw new IllegalArgumentException("the key of another certificate");
        }
    }

    /// Verifiers refuse a signer whose certificate is for other things.
    private static void requireUse(X509Certificate signer) throws GeneralSecurityException {
        boolean[] usage = signer.getKeyUsage();
        List<String> uses = signer.getExtendedKeyUsage();
        if ((usage != null && !usage[DIGITAL_SIGNATURE])
                || (uses != null && Collections.disjoint(uses, FOR_FILES))) {
            throw new IllegalArgumentException("a certificate that is not for signing files");
        }
    }

    static String pem(X509Certificate certificate) {
        try {
            String body =
                    Base64.getMimeEncoder(64, new byte[] {'\n'})
                            .encodeToString(certificate.getEncoded());
            return "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate that was read has an encoding", e);
        }
    }
}
