package io.affidavit.query.evidence.stamp;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.cmp.PKIStatusInfo;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.tsp.TimeStampResp;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.tsp.TimeStampResponse;

/// A time stamp without whatever the authority did not sign: words beside the status, unsigned
/// attributes, revocation lists, certificates that the way to its root does not need. Nobody would
/// notice a changed bit of those.
final class PlainStamp {

    private static final int PATH_MAX = 8;

    private PlainStamp() {}

    /// @param authority the signer's certificate
    static TimeStampResp of(TimeStampResponse response, X509CertificateHolder authority) {
        Collection<X509CertificateHolder> sent =
                response.getTimeStampToken().getCertificates().getMatches(null);
        SignedData data =
                SignedData.getInstance(
                        response.getTimeStampToken()
                                .toCMSSignedData()
                                .toASN1Structure()
                                .getContent());
        SignerInfo signer = SignerInfo.getInstance(data.getSignerInfos().getObjectAt(0));
        SignerInfo plain =
                new SignerInfo(
                        signer.getSID(),
                        signer.getDigestAlgorithm(),
                        signer.getAuthenticatedAttributes(),
                        signer.getDigestEncryptionAlgorithm(),
                        signer.getEncryptedDigest(),
                        (ASN1Set) null);
        SignedData kept =
                new SignedData(
                        new DERSet(signer.getDigestAlgorithm()),
                        data.getEncapContentInfo(),
                        certificates(path(authority, sent)),
                        null,
                        new DERSet(plain));
        return new TimeStampResp(
                new PKIStatusInfo(PKIStatus.granted),
                new ContentInfo(CMSObjectIdentifiers.signedData, kept));
    }

    private static DERSet certificates(List<X509CertificateHolder> path) {
        ASN1EncodableVector certificates = new ASN1EncodableVector();
        path.forEach(each -> certificates.add(each.toASN1Structure()));
        return new DERSet(certificates);
    }

    /// The signer's certificate and those above it that came along, without a root.
    private static List<X509CertificateHolder> path(
            X509CertificateHolder authority, Collection<X509CertificateHolder> sent) {
        List<X509CertificateHolder> path = new ArrayList<>(List.of(authority));
        while (path.size() < PATH_MAX) {
            X509CertificateHolder last = path.getLast();
            X509CertificateHolder issuer =
                    sent.stream()
                            .filter(each ->
                                    each.getSubject().equals(last.getIssuer())
                                            && !each.getSubject().equals(each.getIssuer())
                                            && !path.contains(each))
                            .findFirst()
                            .orElse(null);
            if (issuer == null) {
                break;
            }
            path.add(issuer);
        }
        return path;
    }
}
