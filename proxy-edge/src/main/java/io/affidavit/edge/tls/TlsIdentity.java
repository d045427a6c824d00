package io.affidavit.edge.tls;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/// What our ports prove who they are with. The key belongs to the first certificate, and each
/// certificate is signed by the one after it.
public final class TlsIdentity {

    private static final int MIN_RSA_BITS = 2048;
    private static final int LINE_CHARACTERS = 64;
    private static final String ALIAS = "affidavit";

    private final PrivateKey key;
    private final List<X509Certificate> chain;

    private TlsIdentity(PrivateKey key, List<X509Certificate> chain) {
        this.key = key;
        this.chain = List.copyOf(chain);
    }

    /// Checks what was read.
    ///
    /// @param files where it was read, for what has to be said about it
    static TlsIdentity of(PrivateKey key, List<X509Certificate> chain, CertificateFiles files) {
        String setting = files.setting(0);
        Object path = files.paths().getFirst();
        if (chain.getFirst().getPublicKey() instanceof RSAPublicKey rsa
                && rsa.getModulus().bitLength() < MIN_RSA_BITS) {
            throw new TlsException(
                    setting, path, "an RSA key of " + MIN_RSA_BITS + " bits or more");
        }
        if (!belongTogether(key, chain.getFirst())) {
            throw new TlsException(setting, path, "first the certificate of the private key");
        }
        for (int i = 0; i + 1 < chain.size(); i++) {
            if (!isSignedBy(chain.get(i), chain.get(i + 1))) {
                throw new TlsException(
                        setting, path, "after each certificate the one that signed it");
            }
        }
        return new TlsIdentity(key, chain);
    }

    private static boolean belongTogether(PrivateKey key, X509Certificate leaf) {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> key.getAlgorithm();
                };
        byte[] sample = "affidavit".getBytes(StandardCharsets.US_ASCII);
        try {
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(sample);
            Signature verifying = Signature.getInstance(algorithm);
            verifying.initVerify(leaf.getPublicKey());
            verifying.update(sample);
            return verifying.verify(signing.sign());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static boolean isSignedBy(X509Certificate one, X509Certificate issuer) {
        try {
            one.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    PrivateKey key() {
        return key;
    }

    /// The certificates, the server's own first.
    public List<X509Certificate> chain() {
        return chain;
    }

    /// When the first of the certificates ends.
    public Instant end() {
        return chain.stream()
                .map(certificate -> certificate.getNotAfter().toInstant())
                .min(Instant::compareTo)
                .orElseThrow();
    }

    /// The chain in PEM, without the key.
    public String pem() {
        StringBuilder pem = new StringBuilder();
        Base64.Encoder lines = Base64.getMimeEncoder(LINE_CHARACTERS, new byte[] {'\n'});
        for (X509Certificate certificate : chain) {
            try {
                pem.append("-----BEGIN CERTIFICATE-----\n")
                        .append(lines.encodeToString(certificate.getEncoded()))
                        .append("\n-----END CERTIFICATE-----\n");
            } catch (CertificateEncodingException e) {
                throw new IllegalStateException("a certificate that was read has a form", e);
            }
        }
        return pem.toString();
    }

    /// Chain and key in memory, for servers that want a key store.
    ///
    /// @param password guards the key within the store
    public KeyStore keyStore(char[] password) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, password);
            store.setKeyEntry(ALIAS, key, password, chain.toArray(Certificate[]::new));
            return store;
        } catch (GeneralSecurityException | java.io.IOException e) {
            throw new IllegalStateException("a store in memory takes every key", e);
        }
    }

    /// Never the key.
    @Override
    public String toString() {
        return "TlsIdentity["
                + chain.getFirst().getSubjectX500Principal()
                + ", until "
                + end()
                + "]";
    }
}
