package io.affidavit.command.limit;

import io.affidavit.schemas.access.LimitScope;
import io.affidavit.schemas.access.ScopeKind;
import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.ProjectId;
import io.affidavit.schemas.value.TeamId;
import io.affidavit.schemas.value.VirtualKeyId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The scopes whose limits count a call.
final class CallScopes {

    private CallScopes() {}

    static List<LimitScope> of(
            OrganizationId organization,
            @Nullable TeamId team,
            @Nullable ProjectId project,
            VirtualKeyId key,
            Alias alias) {
        List<LimitScope> scopes = new ArrayList<>(5);
        scopes.add(new LimitScope(ScopeKind.ORGANIZATION, organization.value()));
        if (team != null) {
            String id = organization.value() + "/" + team.value();
            scopes.add(new LimitScope(ScopeKind.TEAM, id));
            if (project != null) {
                scopes.add(new LimitScope(ScopeKind.PROJECT, id + "/" + project.value()));
            }
        }
        scopes.add(new LimitScope(ScopeKind.KEY, key.value()));
        scopes.add(new LimitScope(ScopeKind.ALIAS, alias.value()));
        return scopes;
    }
}
