package io.affidavit.command.limit;

import io.affidavit.command.evidence.AppendLedger;
import io.affidavit.command.evidence.AppendLedger.Account;
import io.affidavit.command.evidence.AppendLedger.Ruling;
import io.affidavit.command.limit.LimitAccount.Cell;
import io.affidavit.schemas.access.Booking;
import io.affidavit.schemas.access.LimitRaisedTemporarily;
import io.affidavit.schemas.access.LimitRemoved;
import io.affidavit.schemas.access.LimitSet;
import io.affidavit.schemas.access.LimitUnit;
import io.affidavit.schemas.call.CallAdmitted;
import io.affidavit.schemas.call.CallConcludedLate;
import io.affidavit.schemas.call.CallEvent;
import io.affidavit.schemas.call.LimitExceeded;
import io.affidavit.schemas.call.RateLeft;
import io.affidavit.schemas.value.CallId;
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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What one batch books. Accounts are copied when they are first moved, so that a batch that does
/// not become durable leaves no trace.
final class LimitPage implements AppendLedger.Page {

    /// An account and bucket that this page moved.
    private record Moved(LimitId limit, long bucket) {}

    private final LimitLedger ledger;
    private final Connection connection;
    private final Instant at;
    private final Map<LimitId, LimitAccount> changed = new HashMap<>();
    private final Set<Moved> moved = new HashSet<>();
    private final Map<CallId, OpenHolds.Held> begun = new LinkedHashMap<>();
    private final List<CallId> ended = new ArrayList<>();
    private final List<DomainEvent> definitions = new ArrayList<>();
    private final List<Crossing> crossings = new ArrayList<>();
    private final List<Exhaustion> exhaustions = new ArrayList<>();
    private final Set<LimitId> pressed = new HashSet<>(); // limits of calls that had no room

    LimitPage(LimitLedger ledger, Connection connection, Instant at) {
        this.ledger = ledger;
        this.connection = connection;
        this.at = at;
    }

    @Override
    public Ruling book(List<DomainEvent> append) throws SQLException {
        Ruling ruling = Ruling.Booked.SILENT;
        for (DomainEvent event : append) {
            if (event instanceof CallAdmitted admitted) {
                ruling = admit(admitted);
                if (!(ruling instanceof Ruling.Booked)) {
                    return ruling;
                }
            } else if (!LimitLedger.settled(event).isEmpty()) {
                end((CallEvent) event);
            } else if (ledger.needsTransaction(List.of(event))) {
                definitions.add(event);
            }
        }
        return ruling;
    }

    private Ruling admit(CallAdmitted admitted) {
        Map<LimitId, LimitAccount> counting = ledger.counting(admitted);
        Set<LimitId> held = new HashSet<>();
        admitted.holds().forEach(hold -> held.add(hold.limit()));
        if (!held.equals(counting.keySet())) {
            ledger.outdated(admitted);
            return new Ruling.Outdated();
        }
        LimitExceeded tightest = null;
        for (Booking hold : admitted.holds()) {
            LimitAccount account = present(hold.limit());
            tightest =
                    account == null
                            ? tightest
                            : LimitRefusal.tighter(account.exceeded(hold, at, 0), tightest);
        }
        if (tightest != null) {
            pressed.addAll(held);
            exhaust(tightest);
            List<RateLeft> rates = RatesLeft.of(admitted.holds(), this::present, at);
            return new Ruling.Refused(tightest, LimitRefusal.of(tightest, rates, at));
        }
        for (Booking hold : admitted.holds()) {
            move(hold.limit(), at, 0, hold.amount());
        }
        if (admitted.holds().isEmpty()) {
            return Ruling.Booked.SILENT;
        }
        begun.put(admitted.callId(), new OpenHolds.Held(at, admitted.holds()));
        return new Ruling.Booked(RatesLeft.of(admitted.holds(), this::present, at));
    }

    private void exhaust(LimitExceeded exceeded) {
        LimitAccount account = present(exceeded.limit());
        if (account != null) {
            long present = account.terms().bucket(at);
            exhaustions.add(
                    new Exhaustion(exceeded, Thresholds.span(account.terms().window(), present)));
        }
    }

    private void end(CallEvent event) throws SQLException {
        CallId call = event.callId();
        OpenHolds.Held held = begun.get(call);
        if (held == null) {
            held = ledger.holds().find(connection, call);
        }
        boolean late = event instanceof CallConcludedLate;
        if (!late) {
            for (Booking hold : held.bookings()) {
                move(hold.limit(), held.at(), 0, -hold.amount());
            }
        }
        for (Booking settled : LimitLedger.settled(event)) {
            if (!late || settled.unit() != LimitUnit.REQUESTS) { // that was settled when abandoned
                move(settled.limit(), held.at(), settled.amount(), 0);
            }
        }
        ended.add(call);
    }

    /// Books in the bucket of a call's admission, if that still counts.
    private void move(LimitId limit, Instant admitted, long spent, long held) {
        LimitAccount known = present(limit);
        if (known == null || admitted.isBefore(known.since())) {
            return;
        }
        long present = known.terms().bucket(at);
        long bucket = known.terms().bucket(admitted);
        long oldest = known.terms().window().oldest(present);
        if (bucket < oldest || (spent == 0 && held == 0)) {
            return;
        }
        LimitAccount account = changed.computeIfAbsent(limit, id -> known.copy());
        long before = account.counted(present).used();
        account.forgetBefore(oldest);
        account.move(bucket, spent, held);
        moved.add(new Moved(limit, bucket));
        note(account, present, before);
    }

    private void note(LimitAccount account, long present, long before) {
        long amount = account.amount(at);
        long after = account.counted(present).used();
        for (int percent : account.terms().thresholds()) {
            long threshold = Thresholds.of(amount, percent);
            if (before < threshold && after >= threshold) {
                crossings.add(
                        new Crossing(
                                account.terms().limit(),
                                percent,
                                Thresholds.span(account.terms().window(), present),
                                after,
                                amount));
            }
        }
    }

    private @Nullable LimitAccount present(LimitId limit) {
        LimitAccount account = changed.get(limit);
        return account == null ? ledger.account(limit) : account;
    }

    @Override
    public List<Account> accounts() {
        Set<LimitId> removed = removed();
        List<Account> rows = new ArrayList<>(moved.size());
        for (Moved each : moved) {
            LimitAccount account = changed.get(each.limit());
            if (account != null && !removed.contains(each.limit())) {
                Cell cell = account.cells().getOrDefault(each.bucket(), Cell.EMPTY);
                rows.add(
                        new Account(
                                each.limit().value(),
                                each.bucket(),
                                account.terms().window().oldest(account.terms().bucket(at)),
                                cell.spent(),
                                cell.held()));
            }
        }
        return rows;
    }

    /// Limits whose accounts end with this page. A row of theirs would outlive them and count on
    /// the next limit that is set in the same place.
    private Set<LimitId> removed() {
        Set<LimitId> removed = new HashSet<>();
        for (DomainEvent definition : definitions) {
            if (definition instanceof LimitRemoved gone) {
                removed.add(gone.limit());
            }
        }
        return removed;
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

    @Override
    public void settle() {
        begun.forEach(ledger.holds()::put);
        ended.forEach(ledger.holds()::remove);
        ledger.settle(changed, pressed, !definitions.isEmpty());
        ledger.tell(crossings, exhaustions);
    }
}
