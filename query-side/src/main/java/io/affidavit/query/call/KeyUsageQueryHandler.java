package io.affidavit.query.call;

import io.affidavit.query.limit.LimitReader;
import io.affidavit.query.web.Span;
import io.affidavit.schemas.access.LimitScope;
import io.affidavit.schemas.access.LimitScopeKind;
import io.affidavit.schemas.call.CallQuery.AwaitVisible;
import io.affidavit.schemas.call.CallQuery.FindKeyUsage;
import io.affidavit.schemas.call.KeyUsage;
import io.affidavit.schemas.evidence.LogPlace;
import io.affidavit.schemas.value.TokenUsage;
import io.affidavit.schemas.value.VirtualKeyId;
import java.sql.ResultSet;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;
import org.axonframework.queryhandling.QueryHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// Tells an application what its key used. Waits until the tables show everything that was on
/// record when it was asked, but not for ever: late tables are told as they are.
public final class KeyUsageQueryHandler {

    private static final Duration LATE = Duration.ofSeconds(2);

    private final JdbcClient sql;
    private final TransactionTemplate snapshot;
    private final QueryGateway queries;
    private final SpendReader spend;
    private final LimitReader limits;

    /// Reads in one such transaction.
    ///
    /// @param snapshot REPEATABLE READ
    /// @param queries reach whoever knows how far the tables are
    public KeyUsageQueryHandler(
            JdbcClient sql, TransactionTemplate snapshot, QueryGateway queries) {
        this.sql = sql;
        this.snapshot = snapshot;
        this.queries = queries;
        this.spend = new SpendReader(sql);
        this.limits = new LimitReader(sql, InstantSource.system());
    }

    @QueryHandler
    KeyUsage handle(FindKeyUsage query) {
        awaitTables();
        return Objects.requireNonNull(snapshot.execute(status -> usage(query)));
    }

    private void awaitTables() {
        long last =
                sql.sql("select log, size from evidence.head order by log desc limit 1")
                        .query((row, number) ->
                                LogPlace.pack(row.getInt("log"), row.getLong("size") - 1))
                        .optional()
                        .orElse(-1L);
        try (var answers =
                queries.scatterGather(
                        new AwaitVisible(last, LATE.toMillis()),
                        ResponseTypes.instanceOf(Boolean.class),
                        LATE.toMillis(),
                        TimeUnit.MILLISECONDS)) {
            answers.forEach(visible -> {
                // Late ones are told as they are.
            });
        }
    }

    private KeyUsage usage(FindKeyUsage query) {
        ZoneId zone = zone(query.key());
        LocalDate day = LocalDate.ofInstant(query.at(), zone);
        return new KeyUsage(
                since(query.key(), begin(day, zone)),
                since(
                        query.key(),
                        begin(day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)), zone)),
                since(query.key(), begin(day.withDayOfMonth(1), zone)),
                used(query.key(), Span.of(null, null)),
                limits.uses(scopes(query.key())));
    }

    private ZoneId zone(VirtualKeyId key) {
        return sql.sql(
                        """
                        select time_zone from read.organization o
                        join read.virtual_key k on k.org = o.id where k.id = ?
                        """)
                .param(key.value())
                .query(String.class)
                .optional()
                .map(ZoneId::of)
                .orElse(SpendQuestion.UTC);
    }

    /// The scopes whose limits count every call of the key.
    private List<LimitScope> scopes(VirtualKeyId key) {
        List<LimitScope> scopes = new ArrayList<>();
        scopes.add(new LimitScope(LimitScopeKind.KEY, key.value()));
        sql.sql("select org, team, project from read.virtual_key where id = ?")
                .param(key.value())
                .query((ResultSet row) -> {
                    String id = row.getString(1);
                    scopes.add(new LimitScope(LimitScopeKind.ORGANIZATION, id));
                    if (row.getString(2) != null) {
                        id += "/" + row.getString(2);
                        scopes.add(new LimitScope(LimitScopeKind.TEAM, id));
                    }
                    if (row.getString(3) != null) {
                        scopes.add(
                                new LimitScope(
                                        LimitScopeKind.PROJECT, id + "/" + row.getString(3)));
                    }
                });
        return scopes;
    }

    private static Instant begin(LocalDate day, ZoneId zone) {
        return day.atStartOfDay(zone).toInstant();
    }

    private KeyUsage.Used since(VirtualKeyId key, Instant from) {
        return used(key, new Span(from, Span.of(null, null).to()));
    }

    private KeyUsage.Used used(VirtualKeyId key, Span span) {
        Sum sum = spend.total(SpendQuestion.ofKey(key.value(), span, null));
        return new KeyUsage.Used(
                sum.requests(),
                sum.unpriced(),
                new TokenUsage(
                        sum.input(),
                        sum.cachedInput(),
                        sum.cacheWrite(),
                        sum.output(),
                        sum.reasoning()),
                sum.costNanoUsd());
    }
}
