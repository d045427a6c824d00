package io.affidavit.command.limit;

import io.affidavit.command.limit.LimitAccount.Raise;
import io.affidavit.schemas.access.LimitExhausted;
import io.affidavit.schemas.access.LimitRaisedTemporarily;
import io.affidavit.schemas.access.LimitRemoved;
import io.affidavit.schemas.access.LimitSet;
import io.affidavit.schemas.access.LimitThresholdCrossed;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a limit's events add up to.
sealed interface LimitState {

    /// The state after one more event; other payloads change nothing.
    default LimitState evolve(Object event) {
        return switch (event) {
            case LimitSet set when this instanceof InForce before ->
                    new InForce(set, before.raise(), before.reported(), before.exhausted());
            case LimitSet set -> new InForce(set, null, Set.of(), InForce.NEVER);
            case LimitRemoved _ -> new Absent();
            case LimitRaisedTemporarily raised when this instanceof InForce before ->
                    new InForce(
                            before.set(),
                            new Raise(raised.amount(), raised.until()),
                            before.reported(),
                            before.exhausted());
            case LimitExhausted exhausted when this instanceof InForce before ->
                    new InForce(
                            before.set(), before.raise(), before.reported(), exhausted.bucket());
            case LimitThresholdCrossed crossed when this instanceof InForce before ->
                    before.with(new Report(crossed.percent(), crossed.bucket()));
            default -> this;
        };
    }

    /// Nobody set it, or it was removed.
    record Absent() implements LimitState {}

    /// A threshold that was reported.
    ///
    /// @param span the window it belongs to
    record Report(int percent, long span) {}

    /// It counts.
    ///
    /// @param set what set it last
    /// @param raise another amount for a while; `null` for none
    /// @param reported thresholds of the latest window that were reported
    /// @param exhausted the last window in which it had no room for a call, [#NEVER] for none
    record InForce(LimitSet set, @Nullable Raise raise, Set<Report> reported, long exhausted)
            implements LimitState {

        static final long NEVER = Long.MIN_VALUE;

        public InForce {
            reported = Set.copyOf(reported);
        }

        private InForce with(Report report) {
            Set<Report> latest = new HashSet<>();
            for (Report one : reported) {
                if (one.span() >= report.span()) {
                    latest.add(one);
                }
            }
            latest.add(report);
            return new InForce(set, raise, latest, exhausted);
        }
    }
}
