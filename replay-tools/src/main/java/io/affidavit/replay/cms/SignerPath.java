package io.affidavit.replay.cms;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Follows a signer's certificate to one that the auditor trusts (RFC 5280 §6). Every certificate
/// that came along must lie on the way: one that nobody needs would be bits that nobody checks. So
/// the way goes through all of them, also past one that an auditor trusts.
public final class SignerPath {

    private static final int MAX_LENGTH = 8;
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int NON_REPUDIATION = 1;
    private static final String TIME_STAMPING = "1.3.6.1.5.5.7.3.8";

    private final List<X509Certificate> anchors;
    private final Instant at;

    /// @param anchors whom the auditor trusts
    /// @param at when every certificate must be valid
    public SignerPath(List<X509Certificate> anchors, Instant at) {
        this.anchors = List.copyOf(anchors);
        this.at = at;
    }

    /// Checks a signer of files.
    ///
    /// @throws IllegalArgumentException if it is not trusted
    public void check(X509Certificate signer, List<X509Certificate> included) {
        requireUsage(signer, DIGITAL_SIGNATURE);
        requireAllOnPath(signer, included);
    }

    private void requireAllOnPath(X509Certificate signer, List<X509Certificate> included) {
        Set<X509Certificate> used = follow(signer, included);
        for (X509Certificate each : included) {
            if (!used.contains(each)) {
                throw new IllegalArgumentException(name(each) + ", which is not on the path");
            }
        }
    }

    /// Checks a time-stamping authority.
    ///
    /// @throws IllegalArgumentException if it is not trusted, or not for time stamps alone
    public void checkTimeStamping(X509Certificate signer, List<X509Certificate> included) {
        requireUsage(signer, DIGITAL_SIGNATURE, NON_REPUDIATION);
        requireAllOnPath(signer, included);
        try {
            List<String> usages = signer.getExtendedKeyUsage();
            Set<String> critical = signer.getCriticalExtensionOIDs();
            if (usages == null
                    || !usages.equals(List.of(TIME_STAMPING))
                    || critical == null
                    || !critical.contains("2.5.29.37")) {
                throw new IllegalArgumentException(name(signer) + " is not for time stamps alone");
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(name(signer) + ": " + e.getMessage(), e);
        }
    }

    /// One use of these is enough; a certificate that names none may sign (RFC 5280 §4.2.1.3).
    private static void requireUsage(X509Certificate signer, int... any) {
        boolean[] usage = signer.getKeyUsage();
        if (usage != null && Arrays.stream(any).noneMatch(each -> usage[each])) {
            throw new IllegalArgumentException(name(signer) + " must not sign");
        }
    }

    private Set<X509Certificate> follow(X509Certificate signer, List<X509Certificate> included) {
        List<X509Certificate> path = new ArrayList<>();
        X509Certificate next = signer;
        while (next != null && path.size() < MAX_LENGTH) {
            path.add(next);
            next = issuerOf(next, included, path);
        }
        X509Certificate last = path.getLast();
        X509Certificate anchor = anchorOf(last);
        if (anchor == null) {
            throw new IllegalArgumentException(name(last) + ", whose issuer is not trusted");
        }
        validate(path, anchor);
        Set<X509Certificate> used = new HashSet<>(path);
        used.add(anchor);
        return used;
    }

    private void validate(List<X509Certificate> path, X509Certificate anchor) {
        try {
            anchor.checkValidity(Date.from(at));
            List<X509Certificate> below = new ArrayList<>(path);
            below.remove(anchor);
            if (below.isEmpty()) {
                return;
            }
            PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(anchor, null)));
            parameters.setRevocationEnabled(false); // no network: the auditor keeps what he trusts
            parameters.setDate(Date.from(at));
            parameters.setPolicyMappingInhibited(true); // hostile ones multiply at each step
            CertPathValidator.getInstance("PKIX")
                    .validate(
                            CertificateFactory.getInstance("X.509").generateCertPath(below),
                            parameters);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    name(path.getFirst()) + " at " + at + ": " + e.getMessage(), e);
        }
    }

    private @Nullable X509Certificate anchorOf(X509Certificate certificate) {
        for (X509Certificate anchor : anchors) {
            if (anchor.equals(certificate) || signed(anchor, certificate)) {
                return anchor;
            }
        }
        return null;
    }

    private static @Nullable X509Certificate issuerOf(
            X509Certificate certificate,
            List<X509Certificate> included,
            List<X509Certificate> path) {
        for (X509Certificate each : included) {
            if (!path.contains(each) && signed(each, certificate)) {
                return each;
            }
        }
        return null;
    }

    private static boolean signed(X509Certificate issuer, X509Certificate certificate) {
        if (!issuer.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
            return false;
        }
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static String name(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }
}
