package io.affidavit.command.access;

import io.affidavit.command.evidence.RareFacts;
import io.affidavit.schemas.access.OrganizationRegistered;
import java.util.HashSet;
import java.util.Set;

/// The ids of all organizations, read from the log as far as it has grown since the last look. What
/// another node registers at the same moment is not among them.
class OrganizationNames {

    private final RareFacts facts;
    private final Set<String> names = new HashSet<>();
    private long position = -1;

    OrganizationNames(RareFacts facts) {
        this.facts = facts;
    }

    /// Refuses an id that looks like that of another organization.
    synchronized void requireNoTwin(String id) {
        RareFacts.Facts more = facts.since(position, "organization.registered");
        for (Object event : more.events()) {
            if (event instanceof OrganizationRegistered made) {
                names.add(made.organization().value());
            }
        }
        position = more.position();
        OrganizationDecider.requireNoTwin(id, names);
    }
}
