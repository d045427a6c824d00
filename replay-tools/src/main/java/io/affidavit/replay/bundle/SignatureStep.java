package io.affidavit.replay.bundle;

import io.affidavit.replay.cms.CmsSignature;
import io.affidavit.replay.cms.SignerPath;
import io.affidavit.replay.cms.TimeStamp;
import io.affidavit.replay.verify.Check;
import io.affidavit.replay.verify.Failures;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Step 3, and the time stamps of step 8: who signed the sums, and when at the latest.
final class SignatureStep {

    private static final int MAX_PEMS = 32;

    private final Container container;
    private final Trust trust;
    private final Failures failures;
    private Instant when = Instant.EPOCH;

    SignatureStep(Container container, Trust trust, Failures failures) {
        this.container = container;
        this.trust = trust;
        this.failures = failures;
    }

    void checkSums() throws IOException {
        when = at();
        if (!container.has(Names.SIGNATURE) || !container.has(Names.SUMS)) {
            return; // step 1 has said so
        }
        CmsSignature signature;
        X509Certificate signer;
        try {
            signature = CmsSignature.parse(container.read(Names.SIGNATURE, Names.MAX_SIGNATURE));
            signer = signature.check(container.read(Names.SUMS, Names.MAX_SUMS), CmsSignature.DATA);
        } catch (IllegalArgumentException | ArithmeticException e) {
            failures.add(
                    Check.BUNDLE_SIGNATURE,
                    Names.SIGNATURE,
                    String.valueOf(e.getMessage()),
                    "a signature over " + Names.SUMS);
            return;
        }
        try {
            new SignerPath(roots(), when).check(signer, signature.certificates());
        } catch (IllegalArgumentException e) {
            failures.add(
                    Check.SIGNER_CERTIFICATE,
                    Names.SIGNATURE + " signer",
                    String.valueOf(e.getMessage()),
                    "a certificate below a trusted root");
        }
    }

    /// When certificates must be valid: as the auditor says, else when an authority that he trusts
    /// saw the signature, else now.
    private Instant at() throws IOException {
        boolean both = container.has(Names.SIGNATURE_TIME) && container.has(Names.SIGNATURE);
        Instant stamped = both ? stamp(Names.SIGNATURE_TIME, Names.SIGNATURE) : null;
        if (trust.at() != null) {
            return trust.at();
        }
        return stamped == null || trust.tsaCa().isEmpty() ? Instant.now() : stamped;
    }

    /// Checks the second signature over the sums, by ML-DSA-65, where there is one. It must hold;
    /// whose it is, is known only with its certificate from elsewhere.
    ///
    /// @return `none`, `unverified` or `trusted`
    String checkLater() throws IOException {
        if (!container.has(Names.LATER_SIGNATURE) || !container.has(Names.SUMS)) {
            return "none";
        }
        try {
            CmsSignature signature =
                    CmsSignature.parse(container.read(Names.LATER_SIGNATURE, Names.MAX_SIGNATURE));
            X509Certificate signer =
                    signature.check(container.read(Names.SUMS, Names.MAX_SUMS), CmsSignature.DATA);
            if (!signer.getPublicKey().getAlgorithm().startsWith("ML-DSA")
                    || signature.certificates().size() != 1) {
                throw new IllegalArgumentException("not one ML-DSA certificate");
            }
            if (!trust.ca().contains(signer)) {
                return "unverified";
            }
            signer.checkValidity(Date.from(when));
            return "trusted";
        } catch (CertificateException e) {
            failures.add(
                    Check.SIGNER_CERTIFICATE,
                    Names.LATER_SIGNATURE + " signer",
                    String.valueOf(e.getMessage()),
                    "a certificate that is valid at " + when);
            return "unverified";
        } catch (IllegalArgumentException | ArithmeticException e) {
            failures.add(
                    Check.BUNDLE_SIGNATURE,
                    Names.LATER_SIGNATURE,
                    String.valueOf(e.getMessage()),
                    "a signature over " + Names.SUMS);
            return "unverified";
        }
    }

    /// Checks a time stamp.
    ///
    /// @return its time; null if it failed
    @Nullable Instant stamp(String name, String stamped) throws IOException {
        try {
            TimeStamp stamp = TimeStamp.parse(container.read(name, Names.MAX_SIGNATURE));
            X509Certificate authority = stamp.check(container.read(stamped, Names.MAX_SUMS));
            if (!trust.tsaCa().isEmpty()) {
                new SignerPath(trust.tsaCa(), stamp.at())
                        .checkTimeStamping(authority, stamp.certificates());
            }
            return stamp.at();
        } catch (IllegalArgumentException | ArithmeticException e) {
            failures.add(
                    Check.TIMESTAMP,
                    name,
                    String.valueOf(e.getMessage()),
                    "a trusted time stamp of " + stamped);
            return null;
        }
    }

    private List<X509Certificate> roots() throws IOException {
        if (!trust.ca().isEmpty()) {
            return trust.ca();
        }
        List<X509Certificate> roots = new ArrayList<>();
        int files = 0;
        for (String name : container.files().tailMap(Names.TRUST).keySet()) {
            if (name.startsWith(Names.TRUST) && name.endsWith(".pem")) {
                if (++files > MAX_PEMS) {
                    throw new MalformedBundle(
                            Names.TRUST, "more than " + MAX_PEMS + " files of certificates", "few");
                }
                certificates(container.read(name, Names.MAX_PEM)).stream()
                        .filter(SignatureStep::isRoot)
                        .forEach(roots::add);
            }
        }
        return roots;
    }

    private static boolean isRoot(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }

    /// Reads certificates in PEM.
    ///
    /// @throws IllegalArgumentException if there is anything else
    static List<X509Certificate> certificates(byte[] pem) {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            for (Certificate each :
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(pem))) {
                certificates.add((X509Certificate) each);
            }
        } catch (CertificateException e) {
            throw new IllegalArgumentException("certificates: " + e.getMessage(), e);
        }
        return certificates;
    }
}
