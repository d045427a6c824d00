package io.affidavit.command.limit;

import io.affidavit.command.evidence.AppendLedger;
import io.affidavit.schemas.access.CallScopes;
import io.affidavit.schemas.call.CallAdmitted;
import io.affidavit.schemas.call.RouteChosen;
import io.affidavit.schemas.value.DomainEvent;
import io.affidavit.schemas.value.LimitId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The accounts of all limits, as the writer keeps them. For the writer's thread alone.
public final class LimitLedger implements AppendLedger {

    private final LimitDirectory directory;
    private final FullLimits full;
    private final LimitNews news;
    private final LimitMemory memory = new LimitMemory();
    private final OpenHolds holds = new OpenHolds();
    private final HoldCheck check;

    /// @param directory told when what it remembers is no longer in force
    /// @param full told of accounts that had no room for a call, and of what becomes of them
    /// @param news told of thresholds and of refusals; must not wait
    LimitLedger(LimitDirectory directory, FullLimits full, LimitNews news) {
        this.directory = directory;
        this.full = full;
        this.news = news;
        this.check = new HoldCheck(memory::account, directory);
    }

    @Override
    public @Nullable Lookup lookAgain(List<Proposal> appends) {
        memory.forget();
        LimitMemory.Gap gap = memory.gap(appends);
        return gap.isEmpty() ? null : new Missing(memory, gap);
    }

    /// Fills a gap in a statement that asks for more.
    private record Missing(LimitMemory memory, LimitMemory.Gap gap) implements Lookup {

        @Override
        public String query() {
            return LimitTable.FIND;
        }

        @Override
        public void bind(PreparedStatement select, int first) throws SQLException {
            LimitTable.bindFind(select, first, gap.scopes(), gap.limits());
        }

        @Override
        public void read(ResultSet rows) throws SQLException {
            memory.learn(gap, LimitTable.accounts(rows));
        }
    }

    @Override
    public Page open(Connection connection, Instant at, List<Proposal> appends)
            throws SQLException {
        if (memory.isFull()) {
            memory.forget();
        }
        LimitMemory.Gap gap = memory.gap(appends);
        if (!gap.isEmpty()) {
            memory.learn(gap, LimitTable.find(connection, gap.scopes(), gap.limits()));
        }
        return appends.stream().anyMatch(LimitLedger::moves)
                ? new LimitPage(this, connection, at)
                : Page.BLANK;
    }

    private static boolean moves(Proposal append) {
        return append.facts().stream().anyMatch(LimitFacts::moves)
                || append.otherwise().stream().anyMatch(LimitFacts::moves);
    }

    @Override
    public boolean needsTransaction(List<DomainEvent> append) {
        return append.stream().anyMatch(LimitFacts::defines);
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
        return switch (event) {
            case CallAdmitted admitted -> {
                boolean outdated =
                        !HoldCheck.isOf(memory.counting(admitted), admitted.holds())
                                || !check.isInKind(
                                        admitted.holds(),
                                        admitted.destinations(),
                                        admitted.decidedAt());
                if (outdated) {
                    directory.forget(
                            CallScopes.of(
                                    admitted.organization(),
                                    admitted.team(),
                                    admitted.project(),
                                    admitted.keyId(),
                                    admitted.alias()));
                }
                yield outdated;
            }
            case RouteChosen route -> {
                boolean outdated =
                        !HoldCheck.isOf(memory.counting(route), route.holds())
                                || (!route.holds().isEmpty() // or nothing is asked for
                                        && !check.isInKind(
                                                route.holds(),
                                                HoldCheck.destination(route.choice()),
                                                at));
                if (outdated) {
                    directory.forget(List.of(Objects.requireNonNull(LimitFacts.scope(route))));
                }
                yield outdated;
            }
            default -> false;
        };
    }

    @Nullable LimitAccount account(LimitId limit) {
        return memory.account(limit);
    }

    OpenHolds holds() {
        return holds;
    }

    /// Takes over what a durable page says.
    ///
    /// @param pressed limits of calls that had no room
    void settle(List<LimitAccount> changed, Set<LimitId> pressed, boolean defined) {
        changed.forEach(memory::put);
        if (defined) {
            memory.forget();
            directory.forgetAll();
            full.forget();
        } else {
            changed.forEach(full::changed);
            pressed.stream().map(memory::account).filter(Objects::nonNull).forEach(full::pressed);
        }
    }

    /// Passes on what a durable page noticed.
    void tell(List<Crossing> crossed, List<Exhaustion> exhausted) {
        crossed.forEach(news::crossed);
        exhausted.forEach(news::exhausted);
    }
}
