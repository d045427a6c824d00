package io.affidavit.schemas.access;

import com.fasterxml.jackson.annotation.JsonValue;
import io.affidavit.schemas.value.Public;
import java.util.Locale;

/// What a control-plane route requires. The operator holds all of them, everywhere. An admin token
/// holds those of its role, within its [Reach]: how that is kept stands with each.
@Public
public enum Permission {
    /// Change organizations, teams, projects, providers, deployments, routes, and who may
    /// administer. The operator's alone.
    ADMIN_WRITE,
    /// Read providers, deployments, routes, prices and admin tokens. The operator's alone.
    ADMIN_READ,
    /// Issue and change virtual keys. A key's own story says whose it is, and its command judges
    /// that, so that a key that is moved meanwhile is judged where it is then.
    KEY_WRITE,
    /// Read virtual keys. Lists show those within reach, others are not found.
    KEY_READ,
    /// Set and remove limits. Of an admin token's, those of keys within reach alone.
    LIMIT_WRITE,
    /// Read limits, of the scopes and keys within reach.
    LIMIT_READ,
    /// Read organizations, teams and projects within reach.
    SCOPE_READ,
    /// Read records of what is within reach, and what follows from them.
    AUDIT_READ,
    /// Take records out of the house as a bundle. The operator's alone.
    EVIDENCE_EXPORT,
    /// Have texts opened, prompts and answers among them, and take them out with a bundle: whoever
    /// may export may not thereby read them. The operator's alone.
    CONTENT_DISCLOSE,
    /// Read the whole log: its tree, its entries, how far it has grown. The operator's alone.
    LOG_READ,
    /// Read health and metrics. The operator's, and whoever monitors.
    METRICS_READ;

    /// Whether the holders of a role have it.
    public boolean isHeldBy(AdminRole role) {
        return switch (role) {
            case TEAM_ADMIN ->
                    switch (this) {
                        case KEY_WRITE, KEY_READ, LIMIT_WRITE, LIMIT_READ, SCOPE_READ, AUDIT_READ ->
                                true;
                        case ADMIN_WRITE,
                                ADMIN_READ,
                                EVIDENCE_EXPORT,
                                CONTENT_DISCLOSE,
                                LOG_READ,
                                METRICS_READ ->
                                false;
                    };
        };
    }

    /// The code as it stands in records.
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
