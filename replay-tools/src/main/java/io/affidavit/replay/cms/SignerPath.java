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
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Follows a signer's certificate to one that the auditor trusts (RFC 5280 §6). Every certificate
/// that came along must lie on the way: one that nobody needs would be bits that nobody checks. So
/// the way goes through all of them, also past one that an auditor trusts.
public final class SignerPath {

    private static final int MAX_LENGTH = 8;

    /// Ways through the same certificates that are tried, with keys that all vouch for all.
    private static final int MAX_JUDGED = 64;

    private static final int DIGITAL_SIGNATURE = 0;
    private static final int NON_REPUDIATION = 1;
    private static final String TIME_STAMPING = "1.3.6.1.5.5.7.3.8";

    /// Any, e-mail protection, documents (RFC 5280 §4.2.1.12, RFC 9336).
    private static final Set<String> FILES =
            Set.of("2.5.29.37.0", "1.3.6.1.5.5.7.3.4", "1.3.6.1.5.5.7.3.36");

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
    /// @throws IllegalArgumentException if it is not trusted, or for something else
    public void check(X509Certificate signer, List<X509Certificate> included) {
        requireUsage(signer, DIGITAL_SIGNATURE);
        requireAllOnPath(signer, included);
        List<String> usages = usages(signer);
        if (usages != null && usages.stream().noneMatch(FILES::contains)) {
            throw new IllegalArgumentException(name(signer) + " is for other things than files");
        }
    }

    /// Where one key has several certificates, as a root has that is also vouched for by an older
    /// one, more than one way may begin; in what order they came must make no difference.
    private void requireAllOnPath(X509Certificate signer, List<X509Certificate> included) {
        new Search(signer, included).run();
    }

    /// Checks a time-stamping authority.
    ///
    /// @throws IllegalArgumentException if it is not trusted, or not for time stamps alone
    public void checkTimeStamping(X509Certificate signer, List<X509Certificate> included) {
        requireUsage(signer, DIGITAL_SIGNATURE, NON_REPUDIATION);
        requireAllOnPath(signer, included);
        List<String> usages = usages(signer);
        Set<String> critical = signer.getCriticalExtensionOIDs();
        if (usages == null
                || !usages.equals(List.of(TIME_STAMPING))
                || critical == null
                || !critical.contains("2.5.29.37")) {
            throw new IllegalArgumentException(name(signer) + " is not for time stamps alone");
        }
    }

    /// Whoever named them meant those and no others (RFC 5280 §4.2.1.12).
    private static @Nullable List<String> usages(X509Certificate signer) {
        try {
            return signer.getExtendedKeyUsage();
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

    /// Looks for a way through all certificates that came along.
    private final class Search {

        private final Map<X509Certificate, List<X509Certificate>> issuers = new HashMap<>();
        private final Set<X509Certificate> all;
        private final List<X509Certificate> path = new ArrayList<>();
        private List<X509Certificate> longest = List.of();
        private @Nullable IllegalArgumentException invalid;
        private int judged;

        Search(X509Certificate signer, List<X509Certificate> included) {
            all = new LinkedHashSet<>(included);
            all.add(signer);
            if (all.size() > MAX_LENGTH) {
                throw new IllegalArgumentException(
                        all.size() + " certificates (expected: at most " + MAX_LENGTH + ")");
            }
            for (X509Certificate each : all) {
                issuers.put(each, all.stream().filter(other -> signed(other, each)).toList());
            }
            path.add(signer);
        }

        void run() {
            if (isFound()) {
                return;
            }
            if (invalid != null) {
                throw invalid;
            }
            List<X509Certificate> way = longest;
            throw all.stream()
                    .filter(each -> !way.contains(each))
                    .findFirst()
                    .map(each ->
                            new IllegalArgumentException(name(each) + ", which is not on the path"))
                    .orElseGet(() ->
                            new IllegalArgumentException(
                                    name(way.getLast()) + ", whose issuer is not trusted"));
        }

        private boolean isFound() {
            if (path.size() > longest.size()) {
                longest = List.copyOf(path);
            }
            if (path.size() == all.size()) {
                return isTrusted();
            }
            for (X509Certificate issuer : issuers.getOrDefault(path.getLast(), List.of())) {
                if (!path.contains(issuer)) {
                    path.add(issuer);
                    if (isFound()) {
                        return true;
                    }
                    path.removeLast();
                }
            }
            return false;
        }

        private boolean isTrusted() {
            X509Certificate anchor = anchorOf(path.getLast());
            if (anchor == null || judged++ == MAX_JUDGED) {
                return false;
            }
            try {
                validate(path, anchor);
                return true;
            } catch (IllegalArgumentException e) {
                invalid = e;
                return false;
            }
        }
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
