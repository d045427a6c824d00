package io.affidavit.schemas.testing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.jspecify.annotations.Nullable;

/// A certificate for `localhost` and the loopback addresses with its P-256 key, made for one test.
///
/// @param keys the key pair
/// @param chain the certificate, then the one of its issuer if it has one
public record TestCertificate(KeyPair keys, List<X509Certificate> chain) {

    private static final AlgorithmIdentifier ECDSA =
            new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);

    /// One that it signed itself.
    public static TestCertificate of(String name) {
        return of(name, Duration.ofDays(90));
    }

    public static TestCertificate of(String name, Duration validity) {
        return make(name, validity, null, "localhost");
    }

    /// One of a name that no machine here has.
    public static TestCertificate forHost(String host) {
        return make(host, Duration.ofDays(90), null, host);
    }

    /// One that this one signed.
    public TestCertificate issue(String name) {
        return make(name, Duration.ofDays(90), this, "localhost");
    }

    private static TestCertificate make(
            String name, Duration validity, @Nullable TestCertificate issuer, String host) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            KeyPair keys = generator.generateKeyPair();
            Instant now = Instant.now();
            V3TBSCertificateGenerator to = new V3TBSCertificateGenerator();
            to.setSerialNumber(new ASN1Integer(BigInteger.valueOf(now.toEpochMilli())));
            to.setSubject(new X500Name("CN=" + name));
            to.setIssuer(
                    issuer == null
                            ? new X500Name("CN=" + name)
                            : X500Name.getInstance(
                                    issuer.chain
                                            .getFirst()
                                            .getSubjectX500Principal()
                                            .getEncoded()));
            to.setStartDate(new Time(Date.from(now.minus(Duration.ofDays(400)))));
            to.setEndDate(new Time(Date.from(now.plus(validity))));
            to.setSignature(ECDSA);
            to.setSubjectPublicKeyInfo(
                    SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()));
            to.setExtensions(extensions(host));
            X509Certificate own =
                    sign(to.generateTBSCertificate(), issuer == null ? keys : issuer.keys);
            List<X509Certificate> chain = new ArrayList<>(List.of(own));
            if (issuer != null) {
                chain.addAll(issuer.chain);
            }
            return new TestCertificate(keys, List.copyOf(chain));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Extensions extensions(String host) throws IOException {
        List<GeneralName> names = new ArrayList<>();
        names.add(new GeneralName(GeneralName.dNSName, host));
        if (host.equals("localhost")) {
            names.add(new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
            names.add(
                    new GeneralName(
                            GeneralName.iPAddress, InetAddress.ofLiteral("::1").getHostAddress()));
        }
        return new Extensions(
                new Extension[] {
                    new Extension(
                            Extension.subjectAlternativeName,
                            false,
                            new GeneralNames(names.toArray(GeneralName[]::new)).getEncoded()),
                    new Extension(
                            Extension.basicConstraints,
                            true,
                            new BasicConstraints(true).getEncoded())
                });
    }

    private static X509Certificate sign(TBSCertificate content, KeyPair signer)
            throws GeneralSecurityException, IOException {
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(signer.getPrivate());
        signature.update(content.getEncoded());
        ASN1EncodableVector whole = new ASN1EncodableVector();
        whole.add(content);
        whole.add(ECDSA);
        whole.add(new DERBitString(signature.sign()));
        byte[] der = new DERSequence(whole).getEncoded();
        return (X509Certificate)
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(der));
    }

    /// The server's own certificate.
    public X509Certificate leaf() {
        return chain.getFirst();
    }

    /// The chain in PEM.
    public String pem() {
        StringBuilder pem = new StringBuilder();
        try {
            for (X509Certificate certificate : chain) {
                pem.append(block("CERTIFICATE", certificate.getEncoded()));
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        return pem.toString();
    }

    /// The private key in PEM, PKCS#8.
    public String keyPem() {
        return block("PRIVATE KEY", keys.getPrivate().getEncoded());
    }

    private static String block(String label, byte[] der) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n";
    }

    /// Puts chain and key in place of what the files hold, each whole.
    public void write(Path certificate, Path key) {
        replace(key, keyPem());
        replace(certificate, pem());
    }

    private static void replace(Path file, String text) {
        try {
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(fresh, text);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Puts chain and key in one PKCS#12 file.
    public void writePkcs12(Path file, String password) {
        try (OutputStream out = Files.newOutputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(
                    "server",
                    keys.getPrivate(),
                    password.toCharArray(),
                    chain.toArray(Certificate[]::new));
            store.store(out, password.toCharArray());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A client that trusts these certificates and no other.
    public static SSLContext trusting(TestCertificate... certificates) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (TestCertificate one : certificates) {
                store.setCertificateEntry("t" + store.size(), one.chain.getLast());
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
