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

    /// An account that is moved, with what its window is at the time of the page.
    ///
    /// @param account a copy, changed with each move
    /// @param present its present bucket
    /// @param buckets those that were moved
    private record Moving(LimitAccount account, long present, Set<Long> buckets) {

        Moving(LimitAccount account, long present) {
            this(account, present, HashSet.newHashSet(2));
        }
    }

    private final LimitLedger ledger;
    private final Instant at;
    private final Map<LimitId, Moving> changed = new HashMap<>();
    private final Map<LimitId, Long> oldest = new HashMap<>(); // of accounts that forgot something
    private final List<Crossing> crossings = new ArrayList<>();

    /// @param at the time that the batch's records will bear
    LimitMoves(LimitLedger ledger, Instant at) {
        this.ledger = ledger;
        this.at = at;
    }

    /// The account as it is on this page; `null` for a limit that is not in force.
    @Nullable LimitAccount present(LimitId limit) {
        Moving moving = changed.get(limit);
        return moving == null ? ledger.account(limit) : moving.account();
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
        Moving begun = changed.get(limit);
        LimitAccount known = begun == null ? ledger.account(limit) : begun.account();
        if (known == null || since.isBefore(known.since())) {
            return;
        }
        long present = begun == null ? known.terms().bucket(at) : begun.present();
        long bucket = since.equals(at) ? present : known.terms().bucket(since);
        if (bucket < known.terms().window().oldest(present) || (spent == 0 && held == 0)) {
            return;
        }
        Moving moving = begun == null ? begin(limit, known, present) : begun;
        moving.account().cells().move(bucket, spent, held);
        moving.buckets().add(bucket);
        if (spent + held > 0) { // what falls crosses nothing
            note(moving.account(), present, spent + held);
        }
    }

    private Moving begin(LimitId limit, LimitAccount known, long present) {
        Moving moving = new Moving(known.copy(), present);
        long first = known.terms().window().oldest(present);
        if (moving.account().cells().forgetBefore(first)) {
            oldest.put(limit, first);
        }
        changed.put(limit, moving);
        return moving;
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
        List<Account> rows = new ArrayList<>(changed.size());
        changed.forEach((limit, moving) -> {
            if (!removed.contains(limit)) {
                for (long bucket : moving.buckets()) {
                    Cell cell = moving.account().cells().in(bucket);
                    rows.add(new Account(limit.value(), bucket, cell.spent(), cell.held()));
                }
            }
        });
        return rows;
    }

    /// What no longer counts and is forgotten.
    List<Outlived> outlived() {
        List<Outlived> outlived = new ArrayList<>(oldest.size());
        oldest.forEach((limit, first) -> outlived.add(new Outlived(limit.value(), first)));
        return outlived;
    }

    /// The accounts as they are after this page.
    List<LimitAccount> changed() {
        return changed.values().stream().map(Moving::account).toList();
    }

    List<Crossing> crossings() {
        return crossings;
    }
}
