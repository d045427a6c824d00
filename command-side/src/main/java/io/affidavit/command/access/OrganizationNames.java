package io.affidavit.command.access;

import io.affidavit.command.evidence.AppendPremise;
import io.affidavit.command.evidence.RareFacts;
import io.affidavit.schemas.access.OrganizationRegistered;
import io.affidavit.schemas.value.DomainEvent;
import io.affidavit.schemas.value.Lookalike;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The ids of all organizations, read from the log as far as it has grown since the last look. What
/// is registered after that look, on whatever node, is looked at by the append.
class OrganizationNames {

    private static final String REGISTERED = "organization.registered";

    private final RareFacts facts;
    private final Set<String> names = new HashSet<>();
    private long position = -1;

    OrganizationNames(RareFacts facts) {
        this.facts = facts;
    }

    /// Refuses an id that looks like that of another organization; for the handler of the command
    /// that gives it, whose append then rests on that.
    synchronized void requireNoTwin(String id) {
        RareFacts.Facts more = facts.since(position, REGISTERED);
        for (Object event : more.events()) {
            if (event instanceof OrganizationRegistered made) {
                names.add(made.organization().value());
            }
        }
        position = more.place();
        OrganizationDecider.requireNoTwin(id, names);
        new AppendPremise(position, List.of(REGISTERED), event -> isTwin(event, id)).stage();
    }

    private static boolean isTwin(DomainEvent event, String id) {
        return event instanceof OrganizationRegistered made
                && Lookalike.isTwin(id, made.organization().value());
    }
}
