package io.affidavit.replay.cms;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Somebody with a P-256 key and a certificate, who signs files and stamps time: a second
/// implementation of what exports are signed with.
public final class TestSigner {

    private static final byte[] SHA_256 = Asn.sequence(Asn.oid("2.16.840.1.101.3.4.2.1"));
    private static final byte[] ECDSA = Asn.sequence(Asn.oid("1.2.840.10045.4.3.2"));
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant END = START.plus(Duration.ofDays(3_650));
    private static final int SIGNS = 0x80;
    private static final int COMMITS = 0x40; // nonRepudiation
    private static final byte[] STAMPS =
            extension("2.5.29.37", Asn.sequence(Asn.oid("1.3.6.1.5.5.7.3.8")));
    private static final byte[] CA = authorityExtensions();

    private static final byte[] ML_DSA_65 = Asn.sequence(Asn.oid("2.16.840.1.101.3.4.3.18"));

    private final KeyPair keys;
    private final X509Certificate certificate;

    private TestSigner(KeyPair keys, X509Certificate certificate) {
        this.keys = keys;
        this.certificate = certificate;
    }

    /// A root.
    public static TestSigner root(String name) {
        return make(name, null, END, CA);
    }

    /// Somebody with an ML-DSA-65 key who vouches for himself.
    public static TestSigner later(String name) {
        return later(name, END);
    }

    /// The same until then.
    public static TestSigner later(String name, Instant end) {
        try {
            KeyPair keys = KeyPairGenerator.getInstance("ML-DSA-65").generateKeyPair();
            return make(name, keys, null, end, extensions(SIGNS));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Somebody whom this one lets sign files.
    public TestSigner signer(String name) {
        return make(name, this, END, extensions(SIGNS));
    }

    /// Somebody whom this one lets sign files until then.
    public TestSigner signer(String name, Instant end) {
        return make(name, this, end, extensions(SIGNS));
    }

    /// Somebody whom this one lets commit himself, and sign nothing else.
    TestSigner notary(String name) {
        return make(name, this, END, extensions(COMMITS));
    }

    /// Somebody whom this one lets stamp time.
    public TestSigner authority(String name) {
        return make(name, this, END, extensions(SIGNS, STAMPS));
    }

    /// Somebody whom this one lets stamp time, by a key that signs nothing else.
    TestSigner notaryAuthority(String name) {
        return make(name, this, END, extensions(COMMITS, STAMPS));
    }

    /// Somebody under these policies.
    TestSigner signer(String name, byte[] policies) {
        return make(name, this, END, extensions(SIGNS, policies));
    }

    /// Somebody whom this one lets vouch for others.
    ///
    /// @param more extensions
    TestSigner vouching(String name, byte[]... more) {
        return make(name, this, END, authorityExtensions(more));
    }

    /// This one, as somebody else vouches for him.
    TestSigner vouchedForBy(TestSigner other, String name) {
        return make(name, keys, other, END, CA);
    }

    private static TestSigner make(
            String name, @Nullable TestSigner issuer, Instant end, byte[] extensions) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return make(name, generator.generateKeyPair(), issuer, end, extensions);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static TestSigner make(
            String name,
            KeyPair keys,
            @Nullable TestSigner issuer,
            Instant end,
            byte[] extensions) {
        try {
            KeyPair issuing = issuer == null ? keys : issuer.keys;
            byte[] issuerName =
                    issuer == null
                            ? Asn.name(name)
                            : issuer.certificate.getSubjectX500Principal().getEncoded();
            byte[] content =
                    Asn.sequence(
                            Asn.explicit(0, Asn.integer(2)),
                            Asn.integer(new BigInteger(96, new Random(name.hashCode()))),
                            algorithm(issuing),
                            issuerName,
                            Asn.sequence(Asn.utcTime(START), Asn.utcTime(end)),
                            Asn.name(name),
                            keys.getPublic().getEncoded(),
                            Asn.explicit(3, extensions));
            byte[] signature = sign(issuing, content);
            byte[] der = Asn.sequence(content, algorithm(issuing), Asn.bits(signature));
            return new TestSigner(
                    keys,
                    (X509Certificate)
                            CertificateFactory.getInstance("X.509")
                                    .generateCertificate(new ByteArrayInputStream(der)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] authorityExtensions(byte[]... more) {
        return extensions(Asn.sequence(Asn.TRUE), 6, more);
    }

    private static byte[] extensions(int usage, byte[]... more) {
        return extensions(Asn.sequence(), usage, more);
    }

    private static byte[] extensions(byte[] constraints, int usage, byte[]... more) {
        byte[] bits = {(byte) Integer.numberOfTrailingZeros(usage), (byte) usage};
        List<byte[]> all = new ArrayList<>();
        all.add(extension("2.5.29.19", constraints));
        all.add(extension("2.5.29.15", Asn.element(0x03, bits)));
        all.addAll(List.of(more));
        return Asn.sequence(all.toArray(byte[][]::new));
    }

    static byte[] extension(String oid, byte[] value) {
        return Asn.sequence(Asn.oid(oid), Asn.TRUE, Asn.octets(value));
    }

    /// A detached CMS signature over a file.
    public byte[] sign(byte[] file, TestSigner... between) {
        return cms(CmsSignature.DATA, file, false, between);
    }

    /// The same with the file inside.
    public byte[] signAround(byte[] file) {
        return cms(CmsSignature.DATA, file, true);
    }

    /// A granted response that stamps a file.
    ///
    /// @param between whose certificates come along
    public byte[] stamp(byte[] file, Instant at, TestSigner... between) {
        byte[] statement =
                Asn.sequence(
                        Asn.integer(1),
                        Asn.oid("1.2.3.4"),
                        Asn.sequence(SHA_256, Asn.octets(sha256(file))),
                        Asn.integer(4_711),
                        Asn.time(at));
        return Asn.sequence(
                Asn.sequence(Asn.integer(0)),
                cms(CmsSignature.TIME_STAMP, statement, true, between));
    }

    private byte[] cms(String type, byte[] content, boolean inside, TestSigner... between) {
        byte[] attributes =
                Asn.set(
                        attribute("1.2.840.113549.1.9.3", Asn.oid(type)),
                        attribute("1.2.840.113549.1.9.4", Asn.octets(sha256(content))),
                        attribute("1.2.840.113549.1.9.5", Asn.utcTime(START)),
                        attribute(
                                "1.2.840.113549.1.9.16.2.47",
                                Asn.sequence(
                                        Asn.sequence(
                                                Asn.sequence(Asn.octets(sha256(encoded())))))));
        byte[] tagged = attributes.clone();
        tagged[0] = (byte) 0xa0;
        byte[] signer =
                Asn.sequence(
                        Asn.integer(1),
                        Asn.sequence(
                                certificate.getIssuerX500Principal().getEncoded(),
                                Asn.integer(certificate.getSerialNumber())),
                        SHA_256,
                        tagged,
                        algorithm(keys),
                        Asn.octets(sign(keys, attributes)));
        List<byte[]> certificates = new ArrayList<>(List.of(encoded()));
        for (TestSigner each : between) {
            certificates.add(each.encoded());
        }
        byte[] encapsulated =
                inside
                        ? Asn.sequence(Asn.oid(type), Asn.explicit(0, Asn.octets(content)))
                        : Asn.sequence(Asn.oid(type));
        return Asn.sequence(
                Asn.oid("1.2.840.113549.1.7.2"),
                Asn.explicit(
                        0,
                        Asn.sequence(
                                Asn.integer(type.equals(CmsSignature.DATA) ? 1 : 3),
                                Asn.set(SHA_256),
                                encapsulated,
                                Asn.element(0xa0, certificates.toArray(byte[][]::new)),
                                Asn.set(signer))));
    }

    private static byte[] attribute(String oid, byte[] value) {
        return Asn.sequence(Asn.oid(oid), Asn.set(value));
    }

    /// The certificate.
    public X509Certificate certificate() {
        return certificate;
    }

    /// The certificate in PEM.
    public String pem() {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded())
                + "\n-----END CERTIFICATE-----\n";
    }

    private byte[] encoded() {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isLater(KeyPair keys) {
        return keys.getPublic().getAlgorithm().startsWith("ML-DSA");
    }

    private static byte[] algorithm(KeyPair keys) {
        return isLater(keys) ? ML_DSA_65 : ECDSA;
    }

    private static byte[] sign(KeyPair keys, byte[] message) {
        try {
            Signature signature =
                    Signature.getInstance(isLater(keys) ? "ML-DSA-65" : "SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
