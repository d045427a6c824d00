package io.affidavit.query.evidence.stamp;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.SignerInformationVerifier;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;

/// Whether an authority's answer is a time stamp that an auditor will take: granted, of this
/// imprint and this nonce, signed by a certificate that came along and is for time stamps alone,
/// with algorithms that verifiers know.
final class StampCheck {

    private static final Set<String> DIGESTS =
            Set.of(
                    NISTObjectIdentifiers.id_sha256.getId(),
                    NISTObjectIdentifiers.id_sha384.getId(),
                    NISTObjectIdentifiers.id_sha512.getId());
    private static final Set<String> SIGNATURES =
            Set.of(
                    PKCSObjectIdentifiers.rsaEncryption.getId(),
                    PKCSObjectIdentifiers.sha256WithRSAEncryption.getId(),
                    PKCSObjectIdentifiers.sha384WithRSAEncryption.getId(),
                    PKCSObjectIdentifiers.sha512WithRSAEncryption.getId(),
                    X9ObjectIdentifiers.ecdsa_with_SHA256.getId(),
                    X9ObjectIdentifiers.ecdsa_with_SHA384.getId(),
                    X9ObjectIdentifiers.ecdsa_with_SHA512.getId());

    private StampCheck() {}

    /// Checks an answer twice: as it came, and in the one form in which it is kept.
    ///
    /// @throws StampFailure when it does not hold
    static Stamp checked(byte[] answer, TimeStampRequest request) {
        try {
            TimeStampResponse response = new TimeStampResponse(answer);
            X509CertificateHolder authority = authority(response, request);
            byte[] kept = PlainStamp.of(response, authority).getEncoded(ASN1Encoding.DER);
            TimeStampResponse again = new TimeStampResponse(kept);
            authority(again, request);
            Instant at = again.getTimeStampToken().getTimeStampInfo().getGenTime().toInstant();
            return new Stamp(kept, at, authority.getSubject().toString());
        } catch (TSPException | IOException | IllegalArgumentException | ClassCastException e) {
            throw new StampFailure("the answer is no time stamp: " + e.getMessage(), e);
        }
    }

    private static X509CertificateHolder authority(
            TimeStampResponse response, TimeStampRequest request) throws TSPException {
        TimeStampToken token = response.getTimeStampToken();
        if (response.getStatus() != PKIStatus.GRANTED || token == null) {
            throw new StampFailure(
                    "refused by the authority, status " + response.getStatus(), null);
        }
        response.validate(request);
        List<X509CertificateHolder> found =
                token.getCertificates().getMatches(null).stream()
                        .filter(token.getSID()::match)
                        .toList();
        if (found.size() != 1) {
            throw new StampFailure("the authority sent no certificate of its own", null);
        }
        X509CertificateHolder authority = found.getFirst();
        requireKnown(token);
        token.validate(verifier(authority));
        return authority;
    }

    private static void requireKnown(TimeStampToken token) {
        List<SignerInformation> signers =
                List.copyOf(token.toCMSSignedData().getSignerInfos().getSigners());
        SignerInformation signer = signers.getFirst();
        if (token.getSignedAttributes().get(PKCSObjectIdentifiers.id_aa_signingCertificateV2)
                == null) {
            throw new StampFailure("without a signing-certificate-v2 attribute (RFC 5816)", null);
        }
        if (signers.size() != 1
                || !DIGESTS.contains(signer.getDigestAlgOID())
                || !SIGNATURES.contains(signer.getEncryptionAlgOID())) {
            throw new StampFailure(
                    "signed with algorithm "
                            + signer.getEncryptionAlgOID()
                            + " (expected: RSA or ECDSA over SHA-2)",
                    null);
        }
    }

    private static SignerInformationVerifier verifier(X509CertificateHolder authority) {
        try {
            return new JcaSimpleSignerInfoVerifierBuilder().build(authority);
        } catch (OperatorCreationException | GeneralSecurityException e) {
            throw new StampFailure("the authority's certificate cannot be read", e);
        }
    }
}
