package io.affidavit.command.limit;

import io.affidavit.schemas.access.Booking;
import io.affidavit.schemas.access.CallScopes;
import io.affidavit.schemas.access.LimitScope;
import io.affidavit.schemas.access.LimitTerms;
import io.affidavit.schemas.access.LimitUnit;
import io.affidavit.schemas.call.Bookings;
import io.affidavit.schemas.call.CallCommand.AdmitCall;
import io.affidavit.schemas.call.Estimate;
import io.affidavit.schemas.routing.Candidate;
import io.affidavit.schemas.routing.Destination;
import io.affidavit.schemas.routing.RouteChoice;
import io.affidavit.schemas.serial.Refusal;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.NanoUsd;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Which limits count a call, as far as this node knows; for the threads that decide. The ledger
/// has the last word: what was decided from terms that are no longer in force is decided again.
public final class LimitDirectory implements CallHolds {

    private static final int MAX_SCOPES = 50_000;
    private static final Estimate NOTHING = new Estimate(0, 0, "none");

    private final DataSource source;
    private final WorstCost prices;
    private final FullLimits full;
    private final Map<LimitScope, List<LimitTerms>> known = new ConcurrentHashMap<>();

    /// What a call may cost at most.
    @FunctionalInterface
    public interface WorstCost {

        /// The maximum over the destinations; empty if one of them has no price.
        Optional<NanoUsd> of(List<Destination> destinations, Estimate estimate, Instant admittedAt);
    }

    public LimitDirectory(DataSource evidence, WorstCost prices, FullLimits full) {
        this.source = evidence;
        this.prices = prices;
        this.full = full;
    }

    @Override
    public List<Booking> of(AdmitCall admit) {
        List<LimitTerms> terms = terms(scopes(admit), admit);
        return holds(terms, admit.destinations(), admit.estimate(), admit.decidedAt());
    }

    @Override
    public List<Booking> at(RouteChoice choice, Estimate estimate, Instant admittedAt) {
        Candidate chosen = choice.chosenCandidate();
        if (chosen == null) {
            return List.of();
        }
        LimitScope scope = CallScopes.of(chosen.deployment());
        List<LimitTerms> terms = known.get(scope);
        if (terms == null) {
            terms = load(List.of(scope)).getOrDefault(scope, List.of());
        }
        return holds(terms, HoldCheck.destination(choice), estimate, admittedAt);
    }

    /// Whether what goes there may cost nobody knows what.
    boolean isUnpriced(List<Destination> destinations, Instant admittedAt) {
        return prices.of(destinations, NOTHING, admittedAt).isEmpty();
    }

    private List<Booking> holds(
            List<LimitTerms> terms,
            List<Destination> destinations,
            Estimate estimate,
            Instant admittedAt) {
        if (terms.isEmpty()) {
            return List.of();
        }
        boolean priced = terms.stream().anyMatch(each -> each.unit() == LimitUnit.USD);
        NanoUsd cost = priced ? prices.of(destinations, estimate, admittedAt).orElse(null) : null;
        return Bookings.holds(terms, estimate, cost);
    }

    @Override
    public FullLimits.@Nullable Hopeless hopeless(
            List<Booking> holds, List<List<Booking>> attempts) {
        return full.hopeless(holds, attempts);
    }

    private static List<LimitScope> scopes(AdmitCall admit) {
        return CallScopes.of(
                admit.caller().organization(),
                admit.caller().team(),
                admit.caller().project(),
                admit.caller().key(),
                admit.alias());
    }

    private List<LimitTerms> terms(List<LimitScope> scopes, AdmitCall admit) {
        List<LimitTerms> all = new ArrayList<>();
        List<LimitScope> unknown = new ArrayList<>();
        for (LimitScope scope : scopes) {
            List<LimitTerms> terms = known.get(scope);
            if (terms == null) {
                unknown.add(scope);
            } else {
                all.addAll(terms);
            }
        }
        if (!unknown.isEmpty()) {
            load(unknown).values().forEach(all::addAll);
        }
        all.removeIf(terms -> !terms.concerns(admit.alias()));
        return all;
    }

    private Map<LimitScope, List<LimitTerms>> load(List<LimitScope> scopes) {
        Map<LimitScope, List<LimitTerms>> loaded = new LinkedHashMap<>();
        scopes.forEach(scope -> loaded.put(scope, List.of()));
        try (Connection connection = source.getConnection()) {
            for (LimitAccount account : LimitTable.find(connection, scopes, List.of())) {
                loaded.merge(
                        account.terms().scope(), List.of(account.terms()), LimitDirectory::both);
            }
        } catch (SQLException e) {
            throw Refusal.exception(
                    FailureCode.EVIDENCE_UNAVAILABLE, "evidence unavailable: limits");
        }
        if (known.size() + loaded.size() > MAX_SCOPES) {
            known.clear();
        }
        known.putAll(loaded);
        return loaded;
    }

    private static List<LimitTerms> both(List<LimitTerms> left, List<LimitTerms> right) {
        List<LimitTerms> both = new ArrayList<>(left);
        both.addAll(right);
        return List.copyOf(both);
    }

    /// Looks again next time.
    void forget(Collection<LimitScope> scopes) {
        scopes.forEach(known::remove);
    }

    /// Looks again for every call.
    void forgetAll() {
        known.clear();
    }
}
