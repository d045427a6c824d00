package io.affidavit.command.routing;

import io.affidavit.command.evidence.AppendPremise;
import io.affidavit.command.evidence.RareFacts;
import io.affidavit.schemas.routing.RouteDefined;
import io.affidavit.schemas.routing.RouteRemoved;
import io.affidavit.schemas.serial.Refusal;
import io.affidavit.schemas.value.DomainEvent;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.Lookalike;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// All aliases that are routed, read from the log as far as it has grown since the last look. What
/// is routed after that look, on whatever node, is looked at by the append.
class AliasNames {

    private static final String DEFINED = "route.defined";

    private final RareFacts facts;
    private final Set<String> names = new HashSet<>();
    private long position = -1;

    AliasNames(RareFacts facts) {
        this.facts = facts;
    }

    /// Refuses an alias that looks like another one in service; for the handler of the command that
    /// routes it, whose append then rests on that.
    synchronized void requireNoTwin(String alias) {
        RareFacts.Facts more = facts.since(position, DEFINED, "route.removed");
        for (Object event : more.events()) {
            if (event instanceof RouteDefined defined) {
                names.add(defined.alias().value());
            } else if (event instanceof RouteRemoved removed) {
                names.remove(removed.alias().value());
            }
        }
        position = more.place();
        for (String other : names) {
            if (Lookalike.isTwin(alias, other)) {
                throw Refusal.exception(
                        FailureCode.CONFLICT,
                        "alias: "
                                + alias
                                + " looks like "
                                + other
                                + " (expected: one that cannot be mistaken for it)");
            }
        }
        new AppendPremise(position, List.of(DEFINED), event -> isTwin(event, alias)).stage();
    }

    private static boolean isTwin(DomainEvent event, String alias) {
        return event instanceof RouteDefined defined
                && Lookalike.isTwin(alias, defined.alias().value());
    }
}
