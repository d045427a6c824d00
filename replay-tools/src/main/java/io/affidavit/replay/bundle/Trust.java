package io.affidavit.replay.bundle;

import io.affidavit.replay.proof.TrustPolicy;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the auditor brings along, from somewhere other than the bundle.
///
/// @param policy keys of the log; null to believe those in the bundle
/// @param ca roots of whoever signs bundles; empty to believe those in the bundle
/// @param tsaCa roots of time-stamping authorities; empty to believe none
/// @param known a checkpoint from earlier, as a signed note; null for none
/// @param at when certificates must be valid; null for the time of a trusted stamp, else now
@SuppressWarnings("ArrayRecordComponent") // a file as read
public record Trust(
        @Nullable TrustPolicy policy,
        List<X509Certificate> ca,
        List<X509Certificate> tsaCa,
        byte @Nullable [] known,
        @Nullable Instant at) {

    public Trust {
        ca = List.copyOf(ca);
        tsaCa = List.copyOf(tsaCa);
    }

    /// The log's keys and the signers' roots alone.
    public static Trust of(TrustPolicy policy, List<X509Certificate> ca) {
        return new Trust(policy, ca, List.of(), null, null);
    }

    /// The same with roots of time-stamping authorities.
    public Trust stampedBy(List<X509Certificate> authorities) {
        return new Trust(policy, ca, authorities, known, at);
    }

    /// Whether nothing is believed because the bundle says so.
    boolean isExternal() {
        return policy != null && !ca.isEmpty();
    }
}
