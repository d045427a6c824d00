package io.affidavit.schemas.call;

import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.ProjectId;
import io.affidavit.schemas.value.Public;
import io.affidavit.schemas.value.TeamId;
import io.affidavit.schemas.value.VirtualKeyId;
import org.jspecify.annotations.Nullable;

/// Whose call it is: the scope chain from the organization down to the key.
///
/// @param key the virtual key that authenticated it
/// @param organization the key's organization
/// @param team the key's team; `null` for a key of the organization itself
/// @param project the key's project; `null` for a key of the team or the organization
@Public
public record Caller(
        VirtualKeyId key,
        OrganizationId organization,
        @Nullable TeamId team,
        @Nullable ProjectId project) {}
