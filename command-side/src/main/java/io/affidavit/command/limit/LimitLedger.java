package io.affidavit.command.limit;

import io.affidavit.command.evidence.AppendLedger;
import io.affidavit.schemas.access.Booking;
import io.affidavit.schemas.access.CallScopes;
import io.affidavit.schemas.access.LimitRaisedTemporarily;
import io.affidavit.schemas.access.LimitRemoved;
import io.affidavit.schemas.access.LimitScope;
import io.affidavit.schemas.access.LimitSet;
import io.affidavit.schemas.call.AttemptFailed;
import io.affidavit.schemas.call.CallAbandoned;
import io.affidavit.schemas.call.CallAdmitted;
import io.affidavit.schemas.call.CallCompleted;
import io.affidavit.schemas.call.CallConcludedLate;
import io.affidavit.schemas.call.CallEvent;
import io.affidavit.schemas.call.CallFailed;
import io.affidavit.schemas.call.RouteChosen;
import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.DomainEvent;
import io.affidavit.schemas.value.LimitId;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.ProjectId;
import io.affidavit.schemas.value.TeamId;
import io.affidavit.schemas.value.VirtualKeyId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The accounts of all limits, as the writer keeps them. For the writer's thread alone.
public final class LimitLedger implements AppendLedger {

    private static final int MAX_SCOPES = 50_000;

    private final LimitDirectory directory;
    private final FullLimits full;
    private final LimitNews news;
    private final Map<LimitScope, List<LimitId>> scopes = new HashMap<>();
    private final Map<Chain, List<LimitId>> chains = new HashMap<>(); // of known scopes alone
    private final Map<LimitId, LimitAccount> accounts = new HashMap<>();
    private final OpenHolds holds = new OpenHolds();
    private final HoldCheck check;

    /// @param directory told when what it remembers is no longer in force
    /// @param full told of accounts that had no room for a call, and of what becomes of them
    /// @param news told of thresholds and of refusals; must not wait
    LimitLedger(LimitDirectory directory, FullLimits full, LimitNews news) {
        this.directory = directory;
        this.full = full;
        this.news = news;
        this.check = new HoldCheck(accounts::get, directory);
    }

    @Override
    public Page open(Connection connection, Instant at, List<Proposal> appends, boolean certain)
            throws SQLException {
        if (!certain || scopes.size() > MAX_SCOPES || chains.size() > MAX_SCOPES) {
            forget();
        }
        Unknown unknown = new Unknown(new HashSet<>(), new HashSet<>());
        boolean moves = false;
        for (Proposal append : appends) {
            for (DomainEvent event : append.facts()) {
                moves |= concerns(event, unknown);
            }
            for (DomainEvent event : append.otherwise()) {
                moves |= concerns(event, unknown);
            }
        }
        if (!unknown.scopes().isEmpty() || !unknown.limits().isEmpty()) {
            learn(connection, unknown.scopes(), unknown.limits());
        }
        return moves ? new LimitPage(this, connection, at) : Page.BLANK;
    }

    /// What the limits of a call hang on.
    private record Chain(
            OrganizationId organization,
            @Nullable TeamId team,
            @Nullable ProjectId project,
            VirtualKeyId key,
            Alias alias) {

        static Chain of(CallAdmitted admitted) {
            return new Chain(
                    admitted.organization(),
                    admitted.team(),
                    admitted.project(),
                    admitted.keyId(),
                    admitted.alias());
        }

        List<LimitScope> scopes() {
            return CallScopes.of(organization, team, project, key, alias);
        }
    }

    /// What a page needs and nobody remembers.
    private record Unknown(Set<LimitScope> scopes, Set<LimitId> limits) {}

    /// Whether an event may move accounts or say what they count; what that takes is noted.
    private boolean concerns(DomainEvent event, Unknown unknown) {
        return switch (event) {
            case CallAdmitted admitted -> {
                Chain chain = Chain.of(admitted);
                if (!chains.containsKey(chain)) {
                    unknown.scopes().addAll(chain.scopes());
                    unknown.scopes().removeAll(scopes.keySet());
                }
                yield true;
            }
            case RouteChosen route -> {
                LimitScope scope = scope(route);
                if (scope != null && !scopes.containsKey(scope)) {
                    unknown.scopes().add(scope);
                }
                yield scope != null;
            }
            default -> {
                List<Booking> settled = settled(event);
                for (Booking booking : settled) {
                    if (!accounts.containsKey(booking.limit())) {
                        unknown.limits().add(booking.limit());
                    }
                }
                yield !settled.isEmpty() || defines(event);
            }
        };
    }

    @Override
    public boolean needsTransaction(List<DomainEvent> append) {
        for (DomainEvent event : append) {
            if (defines(event)) {
                return true;
            }
        }
        return false;
    }

    /// Whether an event says what a limit is.
    static boolean defines(DomainEvent event) {
        return event instanceof LimitSet
                || event instanceof LimitRemoved
                || event instanceof LimitRaisedTemporarily;
    }

    private void forget() {
        scopes.clear();
        chains.clear();
        accounts.clear();
    }

    private void learn(Connection connection, Set<LimitScope> unknown, Set<LimitId> limits)
            throws SQLException {
        unknown.forEach(scope -> scopes.put(scope, new ArrayList<>()));
        for (LimitAccount account : LimitTable.find(connection, unknown, limits)) {
            LimitId limit = account.terms().limit();
            accounts.put(limit, account);
            if (unknown.contains(account.terms().scope())) {
                Objects.requireNonNull(scopes.get(account.terms().scope())).add(limit);
            }
        }
    }

    /// Whether what was decided about a call rests on terms that are no longer in force. Whoever
    /// decides then looks again.
    ///
    /// @param at the time that its records will bear
    boolean isOutdated(Proposal append, Instant at) {
        boolean outdated = false;
        for (DomainEvent event : append.facts()) {
            outdated |= isOutdated(event, at);
        }
        for (DomainEvent event : append.otherwise()) {
            outdated |= isOutdated(event, at);
        }
        return outdated;
    }

    private boolean isOutdated(DomainEvent event, Instant at) {
        boolean outdated =
                switch (event) {
                    case CallAdmitted admitted ->
                            !HoldCheck.isOf(counting(admitted), admitted.holds())
                                    || !check.isInKind(
                                            admitted.holds(),
                                            admitted.destinations(),
                                            admitted.decidedAt());
                    case RouteChosen route ->
                            !HoldCheck.isOf(counting(route), route.holds())
                                    || (!route.holds().isEmpty() // or nothing is asked for
                                            && !check.isInKind(
                                                    route.holds(),
                                                    HoldCheck.destination(route.choice()),
                                                    at));
                    default -> false;
                };
        if (outdated) {
            directory.forget(
                    event instanceof RouteChosen route
                            ? List.of(Objects.requireNonNull(scope(route)))
                            : Chain.of((CallAdmitted) event).scopes());
        }
        return outdated;
    }

    private List<LimitId> counting(CallAdmitted admitted) {
        return chains.computeIfAbsent(Chain.of(admitted), this::counting);
    }

    private List<LimitId> counting(Chain chain) {
        List<LimitId> counting = new ArrayList<>();
        for (LimitScope scope : chain.scopes()) {
            for (LimitId limit : scopes.getOrDefault(scope, List.of())) {
                LimitAccount account = accounts.get(limit);
                if (account != null && account.terms().concerns(chain.alias())) {
                    counting.add(limit);
                }
            }
        }
        return counting;
    }

    private List<LimitId> counting(RouteChosen route) {
        LimitScope scope = scope(route);
        return scope == null ? List.of() : scopes.getOrDefault(scope, List.of());
    }

    @Nullable LimitAccount account(LimitId limit) {
        return accounts.get(limit);
    }

    OpenHolds holds() {
        return holds;
    }

    /// Takes over what a durable page says.
    ///
    /// @param pressed limits of calls that had no room
    void settle(List<LimitAccount> changed, Set<LimitId> pressed, boolean defined) {
        changed.forEach(account -> accounts.put(account.terms().limit(), account));
        if (defined) {
            forget();
            directory.forgetAll();
            full.forget();
        } else {
            changed.forEach(full::changed);
            pressed.stream().map(accounts::get).filter(Objects::nonNull).forEach(full::pressed);
        }
    }

    /// Passes on what a durable page noticed.
    void tell(List<Crossing> crossed, List<Exhaustion> exhausted) {
        crossed.forEach(news::crossed);
        exhausted.forEach(news::exhausted);
    }

    private static @Nullable LimitScope scope(RouteChosen route) {
        DeploymentId chosen = route.choice().chosen();
        return chosen == null ? null : CallScopes.of(chosen);
    }

    /// What an event settles; empty for events that settle nothing.
    static List<Booking> settled(DomainEvent event) {
        return event instanceof CallEvent call
                ? switch (call) {
                    case CallCompleted done -> done.settled();
                    case CallFailed failed -> failed.settled();
                    case CallAbandoned abandoned -> abandoned.settled();
                    case CallConcludedLate late -> late.settled();
                    case AttemptFailed failed -> failed.settled();
                    default -> List.of();
                }
                : List.of();
    }
}
