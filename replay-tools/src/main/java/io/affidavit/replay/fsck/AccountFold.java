package io.affidavit.replay.fsck;

import io.affidavit.schemas.access.Booking;
import io.affidavit.schemas.access.LimitRaisedTemporarily;
import io.affidavit.schemas.access.LimitRemoved;
import io.affidavit.schemas.access.LimitSet;
import io.affidavit.schemas.access.LimitTerms;
import io.affidavit.schemas.access.LimitUnit;
import io.affidavit.schemas.call.AttemptFailed;
import io.affidavit.schemas.call.CallAbandoned;
import io.affidavit.schemas.call.CallAdmitted;
import io.affidavit.schemas.call.CallCompleted;
import io.affidavit.schemas.call.CallConcludedLate;
import io.affidavit.schemas.call.CallEvent;
import io.affidavit.schemas.call.CallFailed;
import io.affidavit.schemas.call.RouteChosen;
import io.affidavit.schemas.value.CallId;
import io.affidavit.schemas.value.DomainEvent;
import io.affidavit.schemas.value.LimitId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the records alone say of the limits: each admission adds what it holds, each end takes that
/// away and adds what it settles, in the window of the admission. Of a deployment's limits the
/// choice of an attempt adds and its end takes away, in the window of the choice.
///
/// Memory grows with open calls and with buckets, not with the log.
final class AccountFold {

    /// A limit with its accounts by bucket.
    ///
    /// @param raise the last one; `null` for none
    record Limit(
            LimitTerms terms,
            Instant since,
            @Nullable Raise raise,
            TreeMap<Long, Amounts> buckets) {}

    /// Another amount until an instant.
    record Raise(long amount, Instant until) {}

    /// @param spent used by what has ended
    /// @param held by what has not
    record Amounts(long spent, long held) {

        static final Amounts NOTHING = new Amounts(0, 0);

        Amounts plus(long moreSpent, long moreHeld) {
            return new Amounts(Math.addExact(spent, moreSpent), Math.addExact(held, moreHeld));
        }
    }

    private record Held(Instant at, Booking booking, boolean forAttempt) {}

    private final Map<LimitId, Limit> limits = new TreeMap<>(Comparator.comparing(LimitId::value));
    private final Map<CallId, List<Held>> open = new HashMap<>();

    /// The next record, of those that concern limits.
    void add(Instant at, DomainEvent event) {
        switch (event) {
            case LimitSet set -> set(at, set.terms());
            case LimitRaisedTemporarily raised -> raise(raised);
            case LimitRemoved removed -> limits.remove(removed.limit());
            case CallAdmitted call -> hold(at, call.callId(), call.holds(), false);
            case CallCompleted call -> end(call, call.settled());
            case CallFailed call -> end(call, call.settled());
            case CallAbandoned call -> {
                List<Held> held = open.get(call.callId());
                end(call, call.settled());
                if (held != null) {
                    open.put(call.callId(), held); // it may still be concluded late
                }
            }
            case RouteChosen route -> hold(at, route.callId(), route.holds(), true);
            case AttemptFailed failed -> fail(failed);
            case CallConcludedLate call -> late(call);
            default -> {
                // It moves no account.
            }
        }
    }

    private void set(Instant at, LimitTerms terms) {
        Limit before = limits.get(terms.limit());
        limits.put(
                terms.limit(),
                before == null
                        ? new Limit(terms, at, null, new TreeMap<>())
                        : new Limit(terms, before.since(), before.raise(), before.buckets()));
    }

    private void raise(LimitRaisedTemporarily raised) {
        limits.computeIfPresent(
                raised.limit(),
                (_, before) ->
                        new Limit(
                                before.terms(),
                                before.since(),
                                new Raise(raised.amount(), raised.until()),
                                before.buckets()));
    }

    private void hold(Instant at, CallId call, List<Booking> holds, boolean forAttempt) {
        for (Booking hold : holds) {
            Held held = new Held(at, hold, forAttempt);
            open.computeIfAbsent(call, _ -> new ArrayList<>(2)).add(held);
            move(at, hold, 0, hold.amount());
        }
    }

    private void fail(AttemptFailed failed) {
        List<Held> held = open.getOrDefault(failed.callId(), List.of());
        List<Held> ended = held.stream().filter(Held::forAttempt).toList();
        release(ended, failed.settled());
        if (ended.size() == held.size()) {
            open.remove(failed.callId());
        } else {
            held.removeAll(ended);
        }
    }

    private void end(CallEvent call, List<Booking> settled) {
        List<Held> held = open.remove(call.callId());
        if (held != null) {
            release(held, settled);
        }
    }

    private void release(List<Held> held, List<Booking> settled) {
        held.forEach(each -> move(each.at(), each.booking(), 0, -each.booking().amount()));
        settle(held, settled);
    }

    /// The abandonment has settled the request and freed the rest.
    private void late(CallConcludedLate call) {
        List<Held> held = open.remove(call.callId());
        if (held != null) {
            settle(
                    held,
                    call.settled().stream()
                            .filter(each -> each.unit() != LimitUnit.REQUESTS)
                            .toList());
        }
    }

    /// What was never held is settled nowhere.
    private void settle(List<Held> held, List<Booking> settled) {
        for (Booking each : settled) {
            held.stream()
                    .filter(one -> one.booking().limit().equals(each.limit()))
                    .findFirst()
                    .ifPresent(one -> move(one.at(), each, each.amount(), 0));
        }
    }

    private void move(Instant since, Booking booking, long spent, long held) {
        Limit limit = limits.get(booking.limit());
        if (limit != null && !since.isBefore(limit.since())) {
            long bucket = limit.terms().bucket(since);
            limit.buckets()
                    .merge(
                            bucket,
                            Amounts.NOTHING.plus(spent, held),
                            (old, more) -> old.plus(more.spent(), more.held()));
        }
    }

    /// The limits in force.
    Map<LimitId, Limit> limits() {
        return limits;
    }
}
