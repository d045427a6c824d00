package io.affidavit.solo.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// The key that signs bundles: `export.ecdsa` (P-256, PKCS#8 PEM) with `export.pem`, its
/// certificate and the root's.
///
/// No record was made with it, so a missing one is made at any start. The root's key signs this one
/// certificate and is forgotten: nobody can issue another under that root. Operators can put their
/// own key and certificates in place of both files.
///
/// A second key, `export.mldsa65` with the certificate `export.mldsa65.pem` that it signed itself,
/// signs beside it for the years in which elliptic curves may fall.
///
/// @param directory the folder of [KeyFiles]
public record ExportFiles(Path directory) {

    private static final String KEY = "export.ecdsa";
    private static final String CHAIN = "export.pem";
    private static final String LATER_KEY = "export.mldsa65";
    private static final String LATER_CERTIFICATE = LATER_KEY + ".pem";
    private static final Duration VALIDITY = Duration.ofDays(3_650);
    private static final Duration CLOCKS = Duration.ofHours(1);
    private static final int SERIAL_BITS = 127;
    private static final String ALGORITHM = "SHA256withECDSA";
    private static final String LATER_ALGORITHM = "ML-DSA-65";

    /// Makes each pair of files of which there is neither.
    ///
    /// @throws StartRefused when one of a pair is there alone
    public void createMissing() {
        boolean isThere = isThere(KEY, CHAIN);
        boolean isLaterThere = isThere(LATER_KEY, LATER_CERTIFICATE);
        if (!isThere) {
            create();
        }
        if (!isLaterThere) {
            createLater();
        }
    }

    private boolean isThere(String key, String certificate) {
        boolean hasKey = Files.exists(directory.resolve(key));
        boolean hasCertificate = Files.exists(directory.resolve(certificate));
        if (hasKey != hasCertificate) {
            throw new StartRefused(
                    directory.resolve(hasKey ? certificate : key)
                            + ": missing, but "
                            + directory.resolve(hasKey ? key : certificate)
                            + " is there (expected: both or neither)");
        }
        return hasKey;
    }

    private void create() {
        try {
            KeyPair root = pair();
            KeyPair signer = pair();
            X500Name rootName = name("root");
            X509CertificateHolder rootCertificate =
                    certificate(rootName, root, rootName, root, true);
            X509CertificateHolder certificate =
                    certificate(name("signer"), signer, rootName, root, false);
            SecretFile.write(directory.resolve(CHAIN), pem(certificate) + pem(rootCertificate));
            SecretFile.write(
                    directory.resolve(KEY),
                    KeyFiles.pem("PRIVATE KEY", signer.getPrivate().getEncoded()));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("ECDSA is part of every JDK", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void createLater() {
        try {
            KeyPair keys = KeyPairGenerator.getInstance(LATER_ALGORITHM).generateKeyPair();
            X500Name name = name("signer ML-DSA-65");
            X509CertificateHolder certificate = certificate(name, keys, name, keys, false);
            SecretFile.write(directory.resolve(LATER_CERTIFICATE), pem(certificate));
            SecretFile.write(
                    directory.resolve(LATER_KEY),
                    KeyFiles.pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("ML-DSA is part of every JDK 25", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static KeyPair pair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    /// A random part keeps the roots of two installations apart.
    private static X500Name name(String role) {
        String installation = "%016x".formatted(new SecureRandom().nextLong());
        return new X500NameBuilder()
                .addRDN(BCStyle.O, "Affidavit")
                .addRDN(BCStyle.CN, "Affidavit evidence " + role + " " + installation)
                .build();
    }

    private static X509CertificateHolder certificate(
            X500Name subject, KeyPair subjectKeys, X500Name issuer, KeyPair issuerKeys, boolean ca)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        Instant now = Instant.now();
        JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
        X509v3CertificateBuilder certificate =
                new JcaX509v3CertificateBuilder(
                                issuer,
                                new BigInteger(SERIAL_BITS, new SecureRandom()),
                                Date.from(now.minus(CLOCKS)),
                                Date.from(now.plus(VALIDITY)),
                                subject,
                                subjectKeys.getPublic())
                        .addExtension(
                                Extension.basicConstraints,
                                true,
                                ca ? new BasicConstraints(0) : new BasicConstraints(false))
                        .addExtension(
                                Extension.keyUsage,
                                true,
                                new KeyUsage(ca ? KeyUsage.keyCertSign : KeyUsage.digitalSignature))
                        .addExtension(
                                Extension.subjectKeyIdentifier,
                                false,
                                identifiers.createSubjectKeyIdentifier(subjectKeys.getPublic()))
                        .addExtension(
                                Extension.authorityKeyIdentifier,
                                false,
                                identifiers.createAuthorityKeyIdentifier(issuerKeys.getPublic()));
        return certificate.build(
                new JcaContentSignerBuilder(
                                issuerKeys.getPrivate().getAlgorithm().equals("EC")
                                        ? ALGORITHM
                                        : LATER_ALGORITHM)
                        .build(issuerKeys.getPrivate()));
    }

    private static String pem(X509CertificateHolder certificate) throws IOException {
        return KeyFiles.pem("CERTIFICATE", certificate.getEncoded());
    }
}
