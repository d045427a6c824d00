package io.affidavit.command.limit;

import io.affidavit.command.evidence.AppendLedger.Account;
import io.affidavit.command.evidence.AppendLedger.Outlived;
import io.affidavit.command.limit.Cells.Cell;
import io.affidavit.schemas.access.Booking;
import io.affidavit.schemas.value.LimitId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The accounts that one page moves. They are copied when they are first moved, so that a batch
/// that does not become durable leaves no trace.
final class LimitMoves {

    /// An account and bucket that was moved.
    private record Moved(LimitId limit, long bucket) {}

    private final LimitLedger ledger;
    private final Instant at;
    private final Map<LimitId, LimitAccount> changed = new HashMap<>();
    private final Set<Moved> moved = new HashSet<>();
    private final Map<LimitId, Long> oldest = new HashMap<>(); // of accounts that forgot something
    private final List<Crossing> crossings = new ArrayList<>();

    /// @param at the time that the batch's records will bear
    LimitMoves(LimitLedger ledger, Instant at) {
        this.ledger = ledger;
        this.at = at;
    }

    /// The account as it is on this page; `null` for a limit that is not in force.
    @Nullable LimitAccount present(LimitId limit) {
        LimitAccount account = changed.get(limit);
        return account == null ? ledger.account(limit) : account;
    }

    /// Holds something from now on.
    void hold(List<Booking> holds) {
        holds.forEach(hold -> move(hold.limit(), at, 0, hold.amount()));
    }

    /// Frees what was held since an instant.
    void free(List<Booking> holds, Instant since) {
        holds.forEach(hold -> move(hold.limit(), since, 0, -hold.amount()));
    }

    /// Books in the bucket of an instant, if that still counts.
    void move(LimitId limit, Instant since, long spent, long held) {
        LimitAccount known = present(limit);
        if (known == null || since.isBefore(known.since())) {
            return;
        }
        long present = known.terms().bucket(at);
        long bucket = since.equals(at) ? present : known.terms().bucket(since);
        long first = known.terms().window().oldest(present);
        if (bucket < first || (spent == 0 && held == 0)) {
            return;
        }
        LimitAccount account = changed.computeIfAbsent(limit, id -> known.copy());
        if (account.cells().forgetBefore(first)) {
            oldest.put(limit, first);
        }
        account.cells().move(bucket, spent, held);
        moved.add(new Moved(limit, bucket));
        if (spent + held > 0) { // what falls crosses nothing
            note(account, present, spent + held);
        }
    }

    /// @param more by how much what is used has grown
    private void note(LimitAccount account, long present, long more) {
        long amount = account.amount(at);
        long after = account.counted(present).used();
        long before = after - more;
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

    /// The rows that change.
    ///
    /// @param removed limits whose accounts end with this page. A row of theirs would outlive them
    ///   and count on the next limit that is set in the same place
    List<Account> rows(Set<LimitId> removed) {
        List<Account> rows = new ArrayList<>(moved.size());
        for (Moved each : moved) {
            LimitAccount account = changed.get(each.limit());
            if (account != null && !removed.contains(each.limit())) {
                Cell cell = account.cells().in(each.bucket());
                rows.add(
                        new Account(
                                each.limit().value(), each.bucket(), cell.spent(), cell.held()));
            }
        }
        return rows;
    }

    /// What no longer counts and is forgotten.
    List<Outlived> outlived() {
        List<Outlived> outlived = new ArrayList<>(oldest.size());
        oldest.forEach((limit, first) -> outlived.add(new Outlived(limit.value(), first)));
        return outlived;
    }

    Map<LimitId, LimitAccount> changed() {
        return changed;
    }

    List<Crossing> crossings() {
        return crossings;
    }
}
