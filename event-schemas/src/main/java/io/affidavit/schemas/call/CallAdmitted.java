package io.affidavit.schemas.call;

import io.affidavit.schemas.access.Booking;
import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.PartBearing;
import io.affidavit.schemas.evidence.PartNames;
import io.affidavit.schemas.routing.Destination;
import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.CallId;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.ProjectId;
import io.affidavit.schemas.value.Public;
import io.affidavit.schemas.value.TeamId;
import io.affidavit.schemas.value.VirtualKeyId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A call passed authentication and may be forwarded. Durable before the provider sees a byte.
///
/// @param callId the call
/// @param decidedAt gateway clock at the decision, UTC
/// @param keyId the key that authenticated it
/// @param credential the header field that the key was presented in; `null` in records of revision
///   3 and older
/// @param organization the key's organization
/// @param team the key's team
/// @param project the key's project
/// @param alias the model name the application sent
/// @param surface the API it came through
/// @param stream whether a stream was asked for
/// @param requestBytes size of the body as received
/// @param traceParent inbound W3C `traceparent`, lower-case hex form; `null` when absent or
///   malformed
/// @param policy the policy version it was judged by
/// @param estimate what it may use at most
/// @param holds what it holds of each limit of its chain until it ends
/// @param destinations every deployment it may ever be sent to, fallbacks included, over which the
///   hold in USD is the maximum; empty where nothing is held in USD
/// @param parts `request`: kept outside the record
public record CallAdmitted(
        CallId callId,
        Instant decidedAt,
        VirtualKeyId keyId,
        @Nullable CredentialHeader credential,
        OrganizationId organization,
        @Nullable TeamId team,
        @Nullable ProjectId project,
        Alias alias,
        Surface surface,
        boolean stream,
        long requestBytes,
        @Public @Nullable String traceParent,
        Digest policy,
        Estimate estimate,
        List<Booking> holds,
        List<Destination> destinations,
        @PartNames("request") List<Part> parts)
        implements CallEvent, PartBearing {

    public CallAdmitted {
        holds = List.copyOf(holds);
        destinations = List.copyOf(destinations);
        parts = List.copyOf(parts);
    }

    @Override
    public CallAdmitted withParts(List<Part> sealed) {
        return new CallAdmitted(
                callId,
                decidedAt,
                keyId,
                credential,
                organization,
                team,
                project,
                alias,
                surface,
                stream,
                requestBytes,
                traceParent,
                policy,
                estimate,
                holds,
                destinations,
                sealed);
    }
}
