package io.affidavit.schemas.access;

import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.ProjectId;
import io.affidavit.schemas.value.TeamId;
import io.affidavit.schemas.value.VirtualKeyId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The scopes whose limits count a call from beginning to end: those of its chain. The limits of a
/// deployment count what is sent to it.
public final class CallScopes {

    private CallScopes() {}

    /// Where the limits of a deployment hang.
    public static LimitScope of(DeploymentId deployment) {
        return new LimitScope(LimitScopeKind.DEPLOYMENT, deployment.value());
    }

    /// From the organization down to the key, then the alias.
    public static List<LimitScope> of(
            OrganizationId organization,
            @Nullable TeamId team,
            @Nullable ProjectId project,
            VirtualKeyId key,
            Alias alias) {
        List<LimitScope> scopes = new ArrayList<>(5);
        scopes.add(new LimitScope(LimitScopeKind.ORGANIZATION, organization.value()));
        if (team != null) {
            String id = organization.value() + "/" + team.value();
            scopes.add(new LimitScope(LimitScopeKind.TEAM, id));
            if (project != null) {
                scopes.add(new LimitScope(LimitScopeKind.PROJECT, id + "/" + project.value()));
            }
        }
        scopes.add(new LimitScope(LimitScopeKind.KEY, key.value()));
        scopes.add(new LimitScope(LimitScopeKind.ALIAS, alias.value()));
        return scopes;
    }
}
