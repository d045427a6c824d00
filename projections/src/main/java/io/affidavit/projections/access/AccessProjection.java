package io.affidavit.projections.access;

import io.affidavit.projections.evidence.PartReader;
import io.affidavit.schemas.access.AccessDenied;
import io.affidavit.schemas.access.AccessEvent;
import io.affidavit.schemas.access.LimitRaisedTemporarily;
import io.affidavit.schemas.access.LimitRemoved;
import io.affidavit.schemas.access.LimitSet;
import io.affidavit.schemas.access.LimitThresholdCrossed;
import io.affidavit.schemas.access.OrganizationRegistered;
import io.affidavit.schemas.access.ProjectRegistered;
import io.affidavit.schemas.access.TeamRegistered;
import io.affidavit.schemas.access.VirtualKeyIssued;
import io.affidavit.schemas.access.VirtualKeyRevoked;
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
            case TeamRegistered team -> table.put(team, name(message, team));
            case ProjectRegistered project -> table.put(project, name(message, project));
            case VirtualKeyIssued key ->
                    table.put(key, name(message, key), parts.text(message, key, METADATA));
            case VirtualKeyRevoked key -> table.revoke(key);
            case LimitSet _,
                    LimitRemoved _,
                    LimitRaisedTemporarily _,
                    LimitThresholdCrossed _,
                    AccessDenied _ -> {
                // Read from the log itself, by its type, or from the accounts.
            }
        }
    }

    private @Nullable String name(EventMessage<?> message, PartBearing event) {
        return parts.text(message, event, NAME);
    }
}
