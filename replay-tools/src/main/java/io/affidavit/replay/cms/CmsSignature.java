package io.affidavit.replay.cms;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A CMS SignedData with one signer (RFC 5652), with the signed attributes that CAdES-B-B demands
/// (content type, message digest, signing certificate).
///
/// Read strictly: no bit of it may be changed without the signature or the form breaking, which is
/// why unsigned attributes and revocation lists are refused.
public final class CmsSignature {

    /// A detached signature over any bytes.
    public static final String DATA = "1.2.840.113549.1.7.1";

    /// Contains a time-stamp token's statement (RFC 3161 §2.4.2).
    public static final String TIME_STAMP = "1.2.840.113549.1.9.16.1.4";

    private static final String SIGNED_DATA = "1.2.840.113549.1.7.2";
    private static final String CONTENT_TYPE = "1.2.840.113549.1.9.3";
    private static final String MESSAGE_DIGEST = "1.2.840.113549.1.9.4";
    private static final String SIGNING_CERTIFICATE_2 = "1.2.840.113549.1.9.16.2.47";

    private final String contentType;
    private final byte @Nullable [] content;
    private final List<X509Certificate> certificates;
    private final Signer signer;

    @SuppressWarnings("ArrayRecordComponent") // bytes as read, never compared as a record
    private record Signer(
            byte[] identifier,
            String digest,
            byte[] attributes,
            Map<String, byte[]> values,
            String algorithm,
            byte[] signature) {}

    private CmsSignature(
            String contentType,
            byte @Nullable [] content,
            List<X509Certificate> certificates,
            Signer signer) {
        this.contentType = contentType;
        this.content = content;
        this.certificates = List.copyOf(certificates);
        this.signer = signer;
    }

    /// Reads one.
    ///
    /// @throws IllegalArgumentException if it is none in its one form
    public static CmsSignature parse(byte[] der) {
        Der outer = new Der(der);
        Der info = outer.enter(Der.SEQUENCE);
        outer.end();
        require(info.oid().equals(SIGNED_DATA), "signed data");
        Der explicit = info.enter(Der.context(0, true));
        info.end();
        Der data = explicit.enter(Der.SEQUENCE);
        explicit.end();
        BigInteger version = data.integer();
        byte[] digests = data.value(Der.SET);
        Der encapsulated = data.enter(Der.SEQUENCE);
        String type = encapsulated.oid();
        byte[] content = content(encapsulated);
        require(version.intValueExact() == (type.equals(DATA) ? 1 : 3), "version of signed data");
        List<X509Certificate> certificates = certificates(data);
        Der signers = data.enter(Der.SET);
        data.end();
        Signer signer = signer(signers.enter(Der.SEQUENCE), digests);
        signers.end();
        return new CmsSignature(type, content, certificates, signer);
    }

    private static byte @Nullable [] content(Der encapsulated) {
        if (!encapsulated.more()) {
            return null;
        }
        Der explicit = encapsulated.enter(Der.context(0, true));
        encapsulated.end();
        byte[] content = explicit.value(Der.OCTETS);
        explicit.end();
        return content;
    }

    private static List<X509Certificate> certificates(Der data) {
        List<X509Certificate> certificates = new ArrayList<>();
        Der each = data.enter(Der.context(0, true));
        while (each.more()) {
            certificates.add(certificate(each.raw()));
        }
        return certificates;
    }

    private static X509Certificate certificate(byte[] der) {
        Der parts = new Der(der).enter(Der.SEQUENCE);
        parts.raw();
        byte[] algorithm = parts.raw();
        byte[] signature = parts.bits();
        parts.end();
        if (Algorithms.isEcdsa(new Der(algorithm).enter(Der.SEQUENCE).oid())) {
            requireEcdsaForm(signature);
        }
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw new IllegalArgumentException("certificate: " + e.getMessage(), e);
        }
    }

    private static Signer signer(Der info, byte[] digests) {
        BigInteger version = info.integer();
        boolean byIssuer = info.next(Der.SEQUENCE);
        require(version.intValueExact() == (byIssuer ? 1 : 3), "version of signer");
        byte[] identifier = info.raw();
        byte[] digestAlgorithm = info.raw();
        require(Arrays.equals(digestAlgorithm, digests), "one digest algorithm");
        byte[] attributes = info.raw();
        require((attributes[0] & 0xff) == Der.context(0, true), "signed attributes");
        attributes[0] = (byte) Der.SET; // RFC 5652 §5.4: hashed as the set that they are
        String algorithm = Algorithms.identifier(info.raw());
        byte[] signature = info.value(Der.OCTETS);
        info.end();
        if (Algorithms.isEcdsa(algorithm)) {
            requireEcdsaForm(signature);
        }
        return new Signer(
                identifier,
                Algorithms.identifier(digestAlgorithm),
                attributes,
                attributes(attributes),
                algorithm,
                signature);
    }

    private static Map<String, byte[]> attributes(byte[] set) {
        Map<String, byte[]> values = new HashMap<>();
        Der each = new Der(set).enter(Der.SET);
        byte[] before = new byte[0];
        while (each.more()) {
            byte[] raw = each.raw();
            require(Arrays.compareUnsigned(before, raw) < 0, "attributes in their order");
            before = raw;
            Der attribute = new Der(raw).enter(Der.SEQUENCE);
            String type = attribute.oid();
            Der one = attribute.enter(Der.SET);
            attribute.end();
            require(values.put(type, one.raw()) == null, "each attribute once");
            one.end();
        }
        return values;
    }

    /// What is signed: [#DATA] for a file beside it, or [#TIME_STAMP].
    public String contentType() {
        return contentType;
    }

    /// What is signed, where it stands inside.
    public byte @Nullable [] content() {
        return content == null ? null : content.clone();
    }

    /// The certificates that came with it.
    public List<X509Certificate> certificates() {
        return certificates;
    }

    /// Checks that the signer signed these bytes as this type of content.
    ///
    /// @return the signer's certificate
    /// @throws IllegalArgumentException if not
    public X509Certificate check(byte[] signed, String type) {
        require(contentType.equals(type), "content type " + type);
        require(content == null || type.equals(TIME_STAMP), "a signature without its content");
        X509Certificate certificate = signerCertificate();
        require(
                new Der(attribute(CONTENT_TYPE)).oid().equals(type),
                "content type attribute " + type);
        byte[] digest = new Der(attribute(MESSAGE_DIGEST)).value(Der.OCTETS);
        try {
            byte[] found =
                    MessageDigest.getInstance(Algorithms.digest(signer.digest)).digest(signed);
            require(MessageDigest.isEqual(digest, found), "message digest of what is signed");
            requireNamed(certificate);
            Signature check =
                    Signature.getInstance(Algorithms.signature(signer.algorithm, signer.digest));
            check.initVerify(certificate.getPublicKey());
            check.update(signer.attributes);
            require(check.verify(signer.signature), "signature by " + subject(certificate));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("signature: " + e.getMessage(), e);
        }
        return certificate;
    }

    private X509Certificate signerCertificate() {
        for (X509Certificate each : certificates) {
            if (isSigner(each)) {
                return each;
            }
        }
        throw new IllegalArgumentException("no certificate of the signer");
    }

    private boolean isSigner(X509Certificate certificate) {
        if (signer.identifier[0] != Der.SEQUENCE) {
            byte[] extension = certificate.getExtensionValue("2.5.29.14");
            return extension != null
                    && Arrays.equals(
                            new Der(new Der(extension).value(Der.OCTETS)).value(Der.OCTETS),
                            new Der(signer.identifier).value(Der.context(0, false)));
        }
        Der issuer = new Der(signer.identifier).enter(Der.SEQUENCE);
        byte[] name = issuer.raw();
        BigInteger serial = issuer.integer();
        issuer.end();
        return Arrays.equals(name, certificate.getIssuerX500Principal().getEncoded())
                && serial.equals(certificate.getSerialNumber());
    }

    /// ESSCertIDv2 (RFC 5035 §4): binds the certificate, whose key alone the signature binds.
    private void requireNamed(X509Certificate certificate) throws GeneralSecurityException {
        Der ids = new Der(attribute(SIGNING_CERTIFICATE_2)).enter(Der.SEQUENCE).enter(Der.SEQUENCE);
        Der first = ids.enter(Der.SEQUENCE);
        String digest = "SHA-256";
        if (first.next(Der.SEQUENCE)) {
            digest = Algorithms.digest(Algorithms.identifier(first.raw()));
        }
        byte[] hash = first.value(Der.OCTETS);
        require(
                Arrays.equals(
                        hash, MessageDigest.getInstance(digest).digest(certificate.getEncoded())),
                "signing certificate that the attributes name");
    }

    private byte[] attribute(String type) {
        byte[] value = signer.values.get(type);
        require(value != null, "attribute " + type);
        return value == null ? new byte[0] : value;
    }

    private static void requireEcdsaForm(byte[] signature) {
        Der outer = new Der(signature);
        Der pair = outer.enter(Der.SEQUENCE);
        outer.end();
        for (int i = 0; i < 2; i++) {
            require(pair.integer().signum() > 0, "an ECDSA signature");
        }
        pair.end();
    }

    private static String subject(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }

    private static void require(boolean good, String expected) {
        if (!good) {
            throw new IllegalArgumentException("not as it must be (expected: " + expected + ")");
        }
    }
}
