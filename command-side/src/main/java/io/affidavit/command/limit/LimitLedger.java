package io.affidavit.command.limit;

import io.affidavit.command.evidence.AppendLedger;
import io.affidavit.schemas.access.Booking;
import io.affidavit.schemas.access.CallScopes;
import io.affidavit.schemas.access.LimitRaisedTemporarily;
import io.affidavit.schemas.access.LimitRemoved;
import io.affidavit.schemas.access.LimitScope;
import io.affidavit.schemas.access.LimitSet;
import io.affidavit.schemas.call.CallAbandoned;
import io.affidavit.schemas.call.CallAdmitted;
import io.affidavit.schemas.call.CallCompleted;
import io.affidavit.schemas.call.CallConcludedLate;
import io.affidavit.schemas.call.CallEvent;
import io.affidavit.schemas.call.CallFailed;
import io.affidavit.schemas.value.DomainEvent;
import io.affidavit.schemas.value.LimitId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
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
    private final Map<LimitId, LimitAccount> accounts = new HashMap<>();
    private final OpenHolds holds = new OpenHolds();

    /// @param directory told when what it remembers is no longer in force
    /// @param full told of accounts that had no room for a call, and of what becomes of them
    /// @param news told of thresholds and of refusals; must not wait
    LimitLedger(LimitDirectory directory, FullLimits full, LimitNews news) {
        this.directory = directory;
        this.full = full;
        this.news = news;
    }

    @Override
    public Page open(
            Connection connection,
            Instant at,
            List<? extends List<DomainEvent>> appends,
            boolean certain)
            throws SQLException {
        if (!certain || scopes.size() > MAX_SCOPES) {
            forget();
        }
        Set<LimitScope> unknownScopes = new HashSet<>();
        Set<LimitId> unknownLimits = new HashSet<>();
        boolean moves = false;
        for (List<DomainEvent> append : appends) {
            for (DomainEvent event : append) {
                if (event instanceof CallAdmitted admitted) {
                    scopes(admitted).stream()
                            .filter(scope -> !scopes.containsKey(scope))
                            .forEach(unknownScopes::add);
                    moves = true;
                } else if (defines(event)) {
                    moves = true;
                } else {
                    for (Booking booking : settled(event)) {
                        moves = true;
                        if (!accounts.containsKey(booking.limit())) {
                            unknownLimits.add(booking.limit());
                        }
                    }
                }
            }
        }
        if (!unknownScopes.isEmpty() || !unknownLimits.isEmpty()) {
            learn(connection, unknownScopes, unknownLimits);
        }
        return moves ? new LimitPage(this, connection, at) : Page.BLANK;
    }

    @Override
    public boolean needsTransaction(List<DomainEvent> append) {
        return append.stream().anyMatch(LimitLedger::defines);
    }

    private static boolean defines(DomainEvent event) {
        return event instanceof LimitSet
                || event instanceof LimitRemoved
                || event instanceof LimitRaisedTemporarily;
    }

    private void forget() {
        scopes.clear();
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

    /// The limits that count a call, by id.
    Map<LimitId, LimitAccount> counting(CallAdmitted admitted) {
        Map<LimitId, LimitAccount> counting = new LinkedHashMap<>();
        for (LimitScope scope : scopes(admitted)) {
            for (LimitId limit : scopes.getOrDefault(scope, List.of())) {
                LimitAccount account = accounts.get(limit);
                if (account != null && account.terms().concerns(admitted.alias())) {
                    counting.put(limit, account);
                }
            }
        }
        return counting;
    }

    @Nullable LimitAccount account(LimitId limit) {
        return accounts.get(limit);
    }

    OpenHolds holds() {
        return holds;
    }

    /// What was decided about a call rests on terms that are no longer in force.
    void outdated(CallAdmitted admitted) {
        directory.forget(scopes(admitted));
    }

    /// Takes over what a durable page says.
    ///
    /// @param pressed limits of calls that had no room
    void settle(Map<LimitId, LimitAccount> changed, Set<LimitId> pressed, boolean defined) {
        accounts.putAll(changed);
        if (defined) {
            forget();
            directory.forgetAll();
            full.forget();
        } else {
            changed.values().forEach(full::changed);
            pressed.stream().map(accounts::get).filter(Objects::nonNull).forEach(full::pressed);
        }
    }

    /// Passes on what a durable page noticed.
    void tell(List<Crossing> crossed, List<Exhaustion> exhausted) {
        crossed.forEach(news::crossed);
        exhausted.forEach(news::exhausted);
    }

    private static List<LimitScope> scopes(CallAdmitted admitted) {
        return CallScopes.of(
                admitted.organization(),
                admitted.team(),
                admitted.project(),
                admitted.keyId(),
                admitted.alias());
    }

    /// What an event settles; empty for events that settle nothing.
    static List<Booking> settled(DomainEvent event) {
        return event instanceof CallEvent call
                ? switch (call) {
                    case CallCompleted done -> done.settled();
                    case CallFailed failed -> failed.settled();
                    case CallAbandoned abandoned -> abandoned.settled();
                    case CallConcludedLate late -> late.settled();
                    default -> List.of();
                }
                : List.of();
    }
}
