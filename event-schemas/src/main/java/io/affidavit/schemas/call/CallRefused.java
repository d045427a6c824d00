package io.affidavit.schemas.call;

import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.CallId;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.ProjectId;
import io.affidavit.schemas.value.Public;
import io.affidavit.schemas.value.TeamId;
import io.affidavit.schemas.value.VirtualKeyId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An authenticated request was not admitted; nothing was sent upstream.
///
/// @param callId the call
/// @param decidedAt gateway clock at the decision, UTC
/// @param keyId the key that authenticated it
/// @param organization the key's organization
/// @param team the key's team
/// @param project the key's project
/// @param alias the model name the application sent; `null` when absent, malformed or no alias of
///   ours
/// @param surface the API it came through; `null` when the route is none of ours
/// @param failure why
/// @param param JSON path of the offending member; `null` when there is none
/// @param requestBytes size of the body as received
/// @param limit the limit that had no room for it; `null` for other reasons
public record CallRefused(
        CallId callId,
        Instant decidedAt,
        VirtualKeyId keyId,
        OrganizationId organization,
        @Nullable TeamId team,
        @Nullable ProjectId project,
        @Nullable Alias alias,
        @Nullable Surface surface,
        FailureCode failure,
        @Public @Nullable String param,
        long requestBytes,
        @Nullable LimitExceeded limit)
        implements CallEvent {}
