package io.affidavit.schemas.access;

import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.PartBearing;
import io.affidavit.schemas.evidence.PartNames;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.ProjectId;
import io.affidavit.schemas.value.TeamId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A team or a project is called otherwise; its id stays.
///
/// @param kind what it is
/// @param organization itself, or whose it is
/// @param team itself, or whose it is; `null` for an organization
/// @param project itself; `null` for an organization or a team
/// @param parts new `name`, and the `reason`: kept outside the record
public record ScopeRenamed(
        ScopeKind kind,
        OrganizationId organization,
        @Nullable TeamId team,
        @Nullable ProjectId project,
        @PartNames({"name", "reason"}) List<Part> parts)
        implements AccessEvent, PartBearing {

    public ScopeRenamed {
        parts = List.copyOf(parts);
    }

    @Override
    public ScopeRenamed withParts(List<Part> sealed) {
        return new ScopeRenamed(kind, organization, team, project, sealed);
    }
}
