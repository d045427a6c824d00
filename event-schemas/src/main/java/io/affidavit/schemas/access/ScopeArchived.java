package io.affidavit.schemas.access;

import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.PartBearing;
import io.affidavit.schemas.evidence.PartNames;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.ProjectId;
import io.affidavit.schemas.value.TeamId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A scope is closed for good: its keys may not call, and nothing is made in it any more.
///
/// @param kind what it is
/// @param organization itself, or whose it is
/// @param team itself, or whose it is; `null` for an organization
/// @param project itself; `null` for an organization or a team
/// @param parts `reason`: kept outside the record
public record ScopeArchived(
        ScopeKind kind,
        OrganizationId organization,
        @Nullable TeamId team,
        @Nullable ProjectId project,
        @PartNames("reason") List<Part> parts)
        implements AccessEvent, PartBearing {

    public ScopeArchived {
        parts = List.copyOf(parts);
    }

    @Override
    public ScopeArchived withParts(List<Part> sealed) {
        return new ScopeArchived(kind, organization, team, project, sealed);
    }
}
