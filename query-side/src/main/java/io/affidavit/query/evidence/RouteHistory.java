package io.affidavit.query.evidence;

import io.affidavit.schemas.routing.RouteDefined;
import io.affidavit.schemas.routing.RouteRemoved;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/// How an alias was routed at an earlier moment, from its records and from no table.
public final class RouteHistory {

    private static final String ROUTE = "route";

    private final RecordReader records;

    /// Tells what this reader finds.
    public RouteHistory(RecordReader records) {
        this.records = records;
    }

    /// The route as of the records appended up to a moment, that moment included; empty when there
    /// was none.
    public Optional<RouteDefined> asOf(String alias, Instant moment) {
        RouteDefined then = null;
        for (StoredRecord record :
                records.ofAggregate(Objects.requireNonNull(AggregateColumn.of(ROUTE, alias)))) {
            if (record.appendedAt().isAfter(moment)) {
                break; // append times never fall
            }
            switch (record.event()) {
                case RouteDefined defined -> then = defined;
                case RouteRemoved _ -> then = null;
                default -> {
                    // Of another story.
                }
            }
        }
        return Optional.ofNullable(then);
    }
}
