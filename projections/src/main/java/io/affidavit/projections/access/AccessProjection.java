package io.affidavit.projections.access;

import io.affidavit.projections.evidence.PartReader;
import io.affidavit.schemas.access.AccessDenied;
import io.affidavit.schemas.access.AccessEvent;
import io.affidavit.schemas.access.LimitExhausted;
import io.affidavit.schemas.access.LimitRaisedTemporarily;
import io.affidavit.schemas.access.LimitRemoved;
import io.affidavit.schemas.access.LimitSet;
import io.affidavit.schemas.access.LimitThresholdCrossed;
import io.affidavit.schemas.access.OrganizationChanged;
import io.affidavit.schemas.access.OrganizationRegistered;
import io.affidavit.schemas.access.ProjectRegistered;
import io.affidavit.schemas.access.RoleGranted;
import io.affidavit.schemas.access.RoleRevoked;
import io.affidavit.schemas.access.ScopeArchived;
import io.affidavit.schemas.access.ScopeRenamed;
import io.affidavit.schemas.access.TeamRegistered;
import io.affidavit.schemas.access.VirtualKeyBlocked;
import io.affidavit.schemas.access.VirtualKeyChanged;
import io.affidavit.schemas.access.VirtualKeyIssued;
import io.affidavit.schemas.access.VirtualKeyRevoked;
import io.affidavit.schemas.access.VirtualKeyRotated;
import io.affidavit.schemas.access.VirtualKeyUnblocked;
import io.affidavit.schemas.evidence.PartBearing;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;
import org.jspecify.annotations.Nullable;

/// Follows who may call. Names and metadata are opened here, because lists show them.
@ProcessingGroup("catalog")
public final class AccessProjection {

    private static final String NAME = "name";
    private static final String METADATA = "metadata";
    private static final String TAGS = "tags";

    private final AccessTable table;
    private final PartReader parts;

    /// Writes into this table.
    public AccessProjection(AccessTable table, PartReader parts) {
        this.table = table;
        this.parts = parts;
    }

    @EventHandler
    void on(AccessEvent event, EventMessage<AccessEvent> message) {
        switch (event) {
            case OrganizationRegistered organization ->
                    table.put(organization, name(message, organization));
            case OrganizationChanged organization ->
                    table.change(organization, name(message, organization));
            case ScopeRenamed scope -> table.rename(scope, name(message, scope));
            case ScopeArchived scope -> table.archive(scope);
            case TeamRegistered team -> table.put(team, name(message, team));
            case ProjectRegistered project -> table.put(project, name(message, project));
            case VirtualKeyIssued key -> table.put(key, texts(message, key));
            case VirtualKeyChanged key -> table.change(key, texts(message, key));
            case VirtualKeyRotated key -> table.rotate(key);
            case VirtualKeyBlocked key -> table.block(key.key(), true);
            case VirtualKeyUnblocked key -> table.block(key.key(), false);
            case VirtualKeyRevoked key -> table.revoke(key);
            case LimitSet _,
                    LimitRemoved _,
                    LimitRaisedTemporarily _,
                    LimitThresholdCrossed _,
                    LimitExhausted _,
                    RoleGranted _,
                    RoleRevoked _,
                    AccessDenied _ -> {
                // Read from the log itself, by its type, or from the accounts.
            }
        }
    }

    private AccessTable.KeyTexts texts(EventMessage<?> message, PartBearing key) {
        return new AccessTable.KeyTexts(
                parts.text(message, key, NAME),
                parts.text(message, key, METADATA),
                parts.text(message, key, TAGS));
    }

    private @Nullable String name(EventMessage<?> message, PartBearing event) {
        return parts.text(message, event, NAME);
    }
}
