package io.affidavit.command.limit;

import io.affidavit.command.limit.LimitState.Absent;
import io.affidavit.command.limit.LimitState.InForce;
import io.affidavit.command.limit.LimitState.Report;
import io.affidavit.schemas.access.AccessCommand.RaiseLimit;
import io.affidavit.schemas.access.AccessCommand.RemoveLimit;
import io.affidavit.schemas.access.AccessCommand.ReportExhaustion;
import io.affidavit.schemas.access.AccessCommand.ReportThreshold;
import io.affidavit.schemas.access.AccessCommand.SetLimit;
import io.affidavit.schemas.access.AccessEvent;
import io.affidavit.schemas.access.LimitExhausted;
import io.affidavit.schemas.access.LimitRaisedTemporarily;
import io.affidavit.schemas.access.LimitRemoved;
import io.affidavit.schemas.access.LimitSet;
import io.affidavit.schemas.access.LimitTerms;
import io.affidavit.schemas.access.LimitThresholdCrossed;
import io.affidavit.schemas.serial.EventSerializer;
import io.affidavit.schemas.serial.Refusal;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.OrganizationId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides about a limit. Pure.
final class LimitDecider {

    private LimitDecider() {}

    /// Setting what is in force already changes nothing. A limit keeps the calendar that it began
    /// with: in another zone what is booked would lie in other windows than what it settles.
    static List<AccessEvent> decide(LimitState state, SetLimit command) {
        LimitTerms terms =
                state instanceof InForce before
                        ? command.terms().in(before.set().terms().timeZone())
                        : command.terms();
        if (state instanceof InForce before && before.set().terms().equals(terms)) {
            return List.of();
        }
        Digest after = EventSerializer.digest(terms);
        return List.of(
                new LimitSet(
                        command.organization(),
                        terms,
                        command.idempotency(),
                        state instanceof InForce before ? before.set().after() : null,
                        after,
                        command.parts()));
    }

    /// The first event of a limit that nobody has set before.
    static LimitSet first(
            OrganizationId organization, LimitTerms terms, @Nullable Digest idempotency) {
        return new LimitSet(
                organization, terms, idempotency, null, EventSerializer.digest(terms), List.of());
    }

    static List<AccessEvent> decide(LimitState state, RemoveLimit command) {
        InForce before = inForce(state);
        return List.of(
                new LimitRemoved(
                        command.limit(),
                        before.set().organization(),
                        before.set().after(),
                        command.parts()));
    }

    static List<AccessEvent> decide(LimitState state, RaiseLimit command) {
        InForce before = inForce(state);
        if (command.amount() < before.set().terms().amount()) {
            throw Refusal.exception(
                    FailureCode.INVALID_VALUE, "amount: less than the limit's (expected: more)");
        }
        return List.of(
                new LimitRaisedTemporarily(
                        command.limit(),
                        before.set().organization(),
                        command.amount(),
                        command.until(),
                        command.parts()));
    }

    /// Once for each limit, window and share, however often it is told: the reactor may tell again
    /// what it told before a restart.
    static List<AccessEvent> decide(LimitState state, ReportThreshold command) {
        if (!(state instanceof InForce before)) {
            return List.of();
        }
        Report report = new Report(command.percent(), command.bucket());
        boolean known =
                before.reported().contains(report)
                        || before.reported().stream()
                                .anyMatch(one -> one.span() > command.bucket());
        return known
                ? List.of()
                : List.of(
                        new LimitThresholdCrossed(
                                command.limit(),
                                before.set().organization(),
                                command.percent(),
                                command.bucket(),
                                command.used(),
                                command.amount()));
    }

    /// Once for each limit and window, as with thresholds.
    static List<AccessEvent> decide(LimitState state, ReportExhaustion command) {
        if (!(state instanceof InForce before) || before.exhausted() >= command.bucket()) {
            return List.of();
        }
        return List.of(
                new LimitExhausted(
                        command.limit(),
                        before.set().organization(),
                        command.bucket(),
                        command.spent(),
                        command.held(),
                        command.needed(),
                        command.amount()));
    }

    private static InForce inForce(LimitState state) {
        return switch (state) {
            case InForce inForce -> inForce;
            case Absent _ ->
                    throw Refusal.exception(
                            FailureCode.NOT_FOUND, "id: not found (expected: a limit)");
        };
    }
}
