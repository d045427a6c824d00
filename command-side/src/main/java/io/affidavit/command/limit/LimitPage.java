package io.affidavit.command.limit;

import io.affidavit.command.evidence.AppendLedger;
import io.affidavit.command.evidence.AppendLedger.Account;
import io.affidavit.command.evidence.AppendLedger.Outlived;
import io.affidavit.command.evidence.AppendLedger.Ruling;
import io.affidavit.schemas.access.Booking;
import io.affidavit.schemas.access.LimitRaisedTemporarily;
import io.affidavit.schemas.access.LimitRemoved;
import io.affidavit.schemas.access.LimitSet;
import io.affidavit.schemas.access.LimitUnit;
import io.affidavit.schemas.call.AttemptFailed;
import io.affidavit.schemas.call.CallAdmitted;
import io.affidavit.schemas.call.CallConcludedLate;
import io.affidavit.schemas.call.CallEvent;
import io.affidavit.schemas.call.LimitExceeded;
import io.affidavit.schemas.call.RouteChosen;
import io.affidavit.schemas.value.CallId;
import io.affidavit.schemas.value.DomainEvent;
import io.affidavit.schemas.value.LimitId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What one batch books, and what it refuses. Nothing of it is real before it is settled.
///
/// A call's chain is looked at once; then the first deployment that has room for it is where it
/// goes. Only where neither chain nor any deployment stands in its way something is booked.
final class LimitPage implements AppendLedger.Page {

    private final LimitLedger ledger;
    private final Connection connection;
    private final Instant at;
    private final LimitMoves moves;
    private final Map<CallId, OpenHolds.Held> begun = new LinkedHashMap<>();
    private final Set<CallId> ended = new LinkedHashSet<>();
    private final List<DomainEvent> definitions = new ArrayList<>();
    private final List<Exhaustion> exhaustions = new ArrayList<>();
    private final Set<LimitId> pressed = new HashSet<>(); // limits of calls that had no room

    LimitPage(LimitLedger ledger, Connection connection, Instant at) {
        this.ledger = ledger;
        this.connection = connection;
        this.at = at;
        this.moves = new LimitMoves(ledger, at);
    }

    @Override
    public Ruling book(AppendLedger.Proposal append) throws SQLException {
        if (ledger.isOutdated(append, at)) {
            return new Ruling.Outdated();
        }
        CallAdmitted admission = null; // not booked yet
        List<Booking> chain = List.of();
        RouteChosen instead = null;
        for (DomainEvent event : append.facts()) {
            switch (event) {
                case CallAdmitted admitted -> {
                    LimitExceeded exceeded = tightest(admitted.holds());
                    if (exceeded != null) {
                        exhaust(exceeded);
                        return refused(admitted.holds(), exceeded);
                    }
                    admission = admitted;
                    chain = admitted.holds();
                }
                case RouteChosen route -> {
                    RouteChosen open = open(route, append.otherwise());
                    if (open == null) { // what a failed attempt has settled stands all the same
                        return full(chain, ways(route, append.otherwise()));
                    }
                    if (admission != null) {
                        begin(admission);
                        admission = null;
                    }
                    send(open);
                    instead = open.equals(route) ? null : open;
                }
                case AttemptFailed failed -> fail(failed);
                case CallEvent call when !LimitFacts.settled(call).isEmpty() -> end(call);
                case DomainEvent other when LimitFacts.defines(other) -> definitions.add(other);
                case DomainEvent _ -> {
                    // It moves no account.
                }
            }
        }
        if (admission != null) {
            begin(admission);
        }
        return chain.isEmpty() && instead == null
                ? Ruling.Booked.SILENT
                : new Ruling.Booked(
                        new Allowance(RatesLeft.of(chain, moves::present, at), instead), instead);
    }

    private @Nullable LimitExceeded tightest(List<Booking> holds) {
        LimitExceeded tightest = null;
        for (Booking hold : holds) {
            LimitAccount account = moves.present(hold.limit());
            tightest =
                    account == null
                            ? tightest
                            : LimitRefusal.tighter(account.exceeded(hold, at, 0), tightest);
        }
        return tightest;
    }

    /// The first choice whose deployment has room; `null` when none has.
    private @Nullable RouteChosen open(RouteChosen route, List<DomainEvent> otherwise) {
        if (route.holds().isEmpty()) {
            return route;
        }
        for (RouteChosen way : ways(route, otherwise)) {
            LimitExceeded exceeded = tightest(way.holds());
            if (exceeded == null) {
                return way;
            }
            exhaust(exceeded);
        }
        return null;
    }

    private static List<RouteChosen> ways(RouteChosen route, List<DomainEvent> otherwise) {
        List<RouteChosen> ways = new ArrayList<>(1 + otherwise.size());
        ways.add(route);
        otherwise.forEach(each -> ways.add((RouteChosen) each));
        return ways;
    }

    /// Of each deployment the tightest limit stands in the way, and of these the one that has room
    /// first.
    private Ruling full(List<Booking> chain, List<RouteChosen> ways) {
        List<Booking> looked = new ArrayList<>(chain);
        LimitExceeded first = null;
        for (RouteChosen way : ways) {
            LimitExceeded exceeded = Objects.requireNonNull(tightest(way.holds()));
            first = first == null ? exceeded : LimitRefusal.sooner(first, exceeded, at);
            looked.addAll(way.holds());
        }
        return refused(looked, Objects.requireNonNull(first));
    }

    /// @param looked what the call would have held wherever it was looked
    private Ruling refused(List<Booking> looked, LimitExceeded exceeded) {
        looked.forEach(hold -> pressed.add(hold.limit()));
        return new Ruling.Refused(
                exceeded, LimitRefusal.of(exceeded, RatesLeft.of(looked, moves::present, at), at));
    }

    private void exhaust(LimitExceeded exceeded) {
        LimitAccount account = moves.present(exceeded.limit());
        if (account != null) {
            long present = account.terms().bucket(at);
            exhaustions.add(
                    new Exhaustion(exceeded, Thresholds.span(account.terms().window(), present)));
        }
    }

    private void begin(CallAdmitted admitted) {
        if (!admitted.holds().isEmpty()) {
            moves.hold(admitted.holds());
            begun.put(admitted.callId(), new OpenHolds.Held(at, admitted.holds(), at, List.of()));
        }
    }

    private void send(RouteChosen route) throws SQLException {
        if (!route.holds().isEmpty()) {
            moves.hold(route.holds());
            CallId call = route.callId();
            OpenHolds.Held held = route.attempt() == 1 ? begun.get(call) : held(call);
            begun.put(
                    call, (held == null ? OpenHolds.Held.NOTHING : held).during(at, route.holds()));
            ended.remove(call);
        }
    }

    private OpenHolds.Held held(CallId call) throws SQLException {
        OpenHolds.Held held = begun.get(call);
        return held == null ? ledger.holds().find(connection, call) : held;
    }

    private void fail(AttemptFailed failed) throws SQLException {
        if (failed.settled().isEmpty()) {
            return;
        }
        CallId call = failed.callId();
        OpenHolds.Held held = held(call);
        moves.free(held.attempt(), held.attemptAt());
        settle(held, failed.settled());
        if (held.bookings().isEmpty()) {
            begun.remove(call);
            ended.add(call);
        } else {
            begun.put(call, held.between());
        }
    }

    private void end(CallEvent event) throws SQLException {
        OpenHolds.Held held = held(event.callId());
        List<Booking> settled = LimitFacts.settled(event);
        if (event instanceof CallConcludedLate) { // the request was settled when abandoned
            settled = settled.stream().filter(each -> each.unit() != LimitUnit.REQUESTS).toList();
        } else {
            moves.free(held.bookings(), held.at());
            moves.free(held.attempt(), held.attemptAt());
        }
        settle(held, settled);
        ended.add(event.callId());
    }

    private void settle(OpenHolds.Held held, List<Booking> settled) {
        settled.forEach(
                each -> moves.move(each.limit(), held.since(each.limit()), each.amount(), 0));
    }

    @Override
    public List<Account> accounts() {
        Set<LimitId> removed = new HashSet<>();
        for (DomainEvent definition : definitions) {
            if (definition instanceof LimitRemoved gone) {
                removed.add(gone.limit());
            }
        }
        return moves.rows(removed);
    }

    @Override
    public List<Outlived> outlived() {
        return moves.outlived();
    }

    @Override
    public void write(Connection transaction) throws SQLException {
        for (DomainEvent definition : definitions) {
            switch (definition) {
                case LimitSet set -> LimitTable.write(transaction, set, at);
                case LimitRaisedTemporarily raised -> LimitTable.write(transaction, raised);
                case LimitRemoved removed -> LimitTable.write(transaction, removed);
                default -> throw new IllegalStateException("limit: " + definition.getClass());
            }
        }
    }

    /// What a call holds follows from its own records, and so does what was crossed.
    @Override
    public void durable() {
        begun.forEach(ledger.holds()::put);
        ended.forEach(ledger.holds()::remove);
        ledger.tell(moves.crossings(), exhaustions);
    }

    @Override
    public void settle() {
        ledger.settle(moves.changed(), pressed, !definitions.isEmpty());
    }
}
