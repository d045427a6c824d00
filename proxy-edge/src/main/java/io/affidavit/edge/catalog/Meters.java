package io.affidavit.edge.catalog;

import io.affidavit.schemas.access.CallScopes;
import io.affidavit.schemas.access.LimitScope;
import io.affidavit.schemas.access.LimitTerms;
import io.affidavit.schemas.call.CatalogPage;
import io.affidavit.schemas.call.CatalogPage.Meter;
import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.LimitId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The limits in tokens or money, by the scope they hang on: only calls that one of them counts
/// have their prompt counted. Whether a call fits is not known here. Immutable.
final class Meters {

    static final Meters EMPTY = new Meters(ShardedMap.empty(), ShardedMap.empty(), 0);

    private final ShardedMap<Meter> byLimit;
    private final ShardedMap<List<Meter>> byScope;
    private final int size;

    private Meters(ShardedMap<Meter> byLimit, ShardedMap<List<Meter>> byScope, int size) {
        this.byLimit = byLimit;
        this.byScope = byScope;
        this.size = size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /// Whether one of them counts calls of a key to an alias.
    boolean count(CatalogPage.Key key, Alias alias) {
        if (isEmpty()) {
            return false;
        }
        for (LimitScope scope :
                CallScopes.of(key.organization(), key.team(), key.project(), key.id(), alias)) {
            List<Meter> meters = byScope.find(scope.toString());
            if (meters != null && concern(meters, alias)) {
                return true;
            }
        }
        return false;
    }

    private static boolean concern(List<Meter> meters, Alias alias) {
        return meters.stream()
                .anyMatch(meter -> meter.alias() == null || meter.alias().equals(alias));
    }

    /// With a limit, if it is one of them.
    Meters with(LimitTerms terms) {
        return terms.unit().countsPrompt()
                ? with(List.of(new Meter(terms.limit(), terms.scope(), terms.alias())))
                : this;
    }

    /// With some; a limit never changes its scope.
    Meters with(List<Meter> more) {
        Map<String, Meter> limits = new HashMap<>();
        Map<String, List<Meter>> scopes = new HashMap<>();
        for (Meter meter : more) {
            String id = meter.limit().value();
            if (byLimit.find(id) == null && limits.put(id, meter) == null) {
                scopes.computeIfAbsent(meter.scope().toString(), this::copy).add(meter);
            }
        }
        return new Meters(
                byLimit.with(List.of(), limits),
                byScope.with(List.of(), scopes),
                size + limits.size());
    }

    Meters without(LimitId limit) {
        Meter gone = byLimit.find(limit.value());
        if (gone == null) {
            return this;
        }
        String scope = gone.scope().toString();
        List<Meter> rest = copy(scope);
        rest.remove(gone);
        return new Meters(
                byLimit.with(List.of(limit.value()), Map.of()),
                rest.isEmpty()
                        ? byScope.with(List.of(scope), Map.of())
                        : byScope.with(List.of(), Map.of(scope, rest)),
                size - 1);
    }

    private List<Meter> copy(String scope) {
        List<Meter> meters = byScope.find(scope);
        return meters == null ? new ArrayList<>() : new ArrayList<>(meters);
    }
}
