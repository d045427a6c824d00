package io.affidavit.query.evidence.export;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuerSerial;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.SignerInfoGeneratorBuilder;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.bouncycastle.util.CollectionStore;

/// Signs `SHA256SUMS` as a detached CMS (RFC 5652, CAdES-B-B): one signer, ECDSA P-256 with
/// SHA-256, strict DER, no unsigned attributes, no certificate that the path does not use.
///
/// Signatures are deterministic (RFC 6979): the same sums at the same moment give the same bytes.
final class BundleSigner {

    private static final BcDigestCalculatorProvider DIGESTS = new BcDigestCalculatorProvider();

    private final ECPrivateKeyParameters key;
    private final List<X509CertificateHolder> chain;

    /// @param key the private key of the first certificate
    /// @param chain the signer's certificate, then those up to the root
    BundleSigner(ECPrivateKeyParameters key, List<X509CertificateHolder> chain) {
        this.key = key;
        this.chain = List.copyOf(chain);
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
                            .build(new Ecdsa(key), chain.getFirst()));
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

    /// ECDSA over SHA-256 with the nonce of RFC 6979.
    private static final class Ecdsa implements ContentSigner {

        private final SHA256Digest digest = new SHA256Digest();
        private final ECPrivateKeyParameters key;

        Ecdsa(ECPrivateKeyParameters key) {
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
}
