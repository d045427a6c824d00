package io.affidavit.query.evidence.export;

import java.io.IOException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuerSerial;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.SignerInfoGeneratorBuilder;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.bouncycastle.util.CollectionStore;

/// Signs `SHA256SUMS` as a detached CMS (RFC 5652, CAdES-B-B): one signer, strict DER, no unsigned
/// attributes, no certificate that the path does not use.
///
/// Signatures depend on key, sums and moment alone.
final class BundleSigner {

    private static final BcDigestCalculatorProvider DIGESTS = new BcDigestCalculatorProvider();

    private final Supplier<ContentSigner> key;
    private final AlgorithmIdentifier digest;
    private final List<X509CertificateHolder> chain;

    private BundleSigner(
            Supplier<ContentSigner> key,
            ASN1ObjectIdentifier digest,
            List<X509CertificateHolder> chain) {
        this.key = key;
        this.digest = new AlgorithmIdentifier(digest);
        this.chain = List.copyOf(chain);
    }

    /// ECDSA P-256 with SHA-256.
    ///
    /// @param key the private key of the first certificate
    /// @param chain the signer's certificate, then those up to the root
    static BundleSigner ecdsa(ECPrivateKeyParameters key, List<X509CertificateHolder> chain) {
        return new BundleSigner(() -> new EcdsaSigner(key), NISTObjectIdentifiers.id_sha256, chain);
    }

    /// ML-DSA-65, its signed attributes with SHA-512 (RFC 9882 §3.3).
    ///
    /// @param certificate that of the key, which it signed itself
    static BundleSigner mlDsa65(MLDSAPrivateKeyParameters key, X509CertificateHolder certificate) {
        return new BundleSigner(
                () -> new MlDsaSigner(key), NISTObjectIdentifiers.id_sha512, List.of(certificate));
    }

    /// The signature file.
    ///
    /// @param at signing time, whole seconds
    byte[] sign(byte[] content, Instant at) {
        try {
            CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
            generator.addSignerInfoGenerator(
                    new SignerInfoGeneratorBuilder(DIGESTS)
                            .setSignedAttributeGenerator(new Attributes(attributes(at)))
                            .setContentDigest(digest)
                            .build(key.get(), chain.getFirst()));
            generator.addCertificates(new CollectionStore<>(shipped()));
            return generator
                    .generate(new CMSProcessableByteArray(content), false)
                    .toASN1Structure()
                    .getEncoded(ASN1Encoding.DER);
        } catch (CMSException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("the export key cannot sign", e);
        }
    }

    /// The root stays out: whoever verifies has it from elsewhere, or has no trust.
    private List<X509CertificateHolder> shipped() {
        return chain.size() == 1 ? chain : chain.subList(0, chain.size() - 1);
    }

    private AttributeTable attributes(Instant at) throws IOException {
        ASN1EncodableVector attributes = new ASN1EncodableVector();
        attributes.add(
                new Attribute(CMSAttributes.signingTime, new DERSet(new Time(Date.from(at)))));
        X509CertificateHolder signer = chain.getFirst();
        byte[] encoded = signer.getEncoded();
        SHA256Digest digest = new SHA256Digest();
        digest.update(encoded, 0, encoded.length);
        byte[] hash = new byte[digest.getDigestSize()];
        digest.doFinal(hash, 0);
        IssuerSerial issuer =
                new IssuerSerial(
                        new GeneralNames(new GeneralName(signer.getIssuer())),
                        signer.getSerialNumber());
        SigningCertificateV2 certificate = new SigningCertificateV2(new ESSCertIDv2(hash, issuer));
        attributes.add(
                new Attribute(
                        PKCSObjectIdentifiers.id_aa_signingCertificateV2, new DERSet(certificate)));
        return new AttributeTable(attributes);
    }

    /// Exactly the four attributes that CAdES-B-B asks for.
    private static final class Attributes extends DefaultSignedAttributeTableGenerator {

        Attributes(AttributeTable given) {
            super(given);
        }

        @Override
        @SuppressWarnings("rawtypes") // as the library declares it
        public AttributeTable getAttributes(Map parameters) {
            return super.getAttributes(parameters).remove(CMSAttributes.cmsAlgorithmProtect);
        }
    }
}
