package io.affidavit.query.call;

import io.affidavit.query.evidence.StoriesWithin;
import io.affidavit.query.web.Problem;
import io.affidavit.query.web.Span;
import io.affidavit.schemas.access.Reach;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The SQL of sums. A request is an admitted call and belongs to the moment of its admission; a
/// call that is still open counts with what is known of it: nothing used yet.
public final class SpendReader {

    private static final Logger LOG = LoggerFactory.getLogger(SpendReader.class);

    /// Rows that are in memory at once when all are read.
    private static final int ROWS_AT_ONCE = 1_000;

    private final JdbcClient sql;

    /// Reads with the reader's connection.
    public SpendReader(JdbcClient sql) {
        this.sql = sql;
    }

    /// Asks once what nobody waits for: connection, driver and statement are met for the first time
    /// then, and not at the first question of a person.
    public void warmUp() {
        SpendQuestion question =
                new SpendQuestion(
                        List.of(Dimension.ORGANIZATION),
                        Map.of(),
                        Span.of(null, null),
                        SpendQuestion.UTC);
        try {
            sums(question, null, 1);
        } catch (DataAccessException e) {
            LOG.debug("nothing warmed up: {}", e.getMessage());
        }
    }

    /// The sums in the order of their groups; one row more than asked for.
    ///
    /// @param after the group of the last row of the page before; null for the first page
    List<Sum> sums(SpendQuestion question, @Nullable List<String> after, int limit) {
        String query = select(question, after) + " limit :limit";
        JdbcClient.StatementSpec statement = bind(query, question).param("limit", limit + 1);
        for (int i = 0; after != null && i < after.size(); i++) {
            statement = statement.param("after" + i, after.get(i));
        }
        return statement.query((row, number) -> Sum.of(row, question.groupBy())).list();
    }

    /// All sums, one by one. Within a transaction only a stretch of them is in memory.
    void all(SpendQuestion question, Consumer<Sum> reader) {
        RowCallbackHandler row = found -> reader.accept(Sum.of(found, question.groupBy()));
        bind(select(question, null), question).withFetchSize(ROWS_AT_ONCE).query(row);
    }

    /// The one sum of everything.
    Sum total(SpendQuestion question) {
        return sums(question, null, 1).getFirst();
    }

    boolean isKey(String key, @Nullable Reach reach) {
        return new StoriesWithin(sql).hasKey(key, reach);
    }

    /// Refuses a zone that the database does not know, though we do.
    void requireZone(SpendQuestion question) {
        try {
            sql.sql("select now() at time zone ?")
                    .param(question.zone().getId())
                    .query()
                    .singleValue();
        } catch (DataIntegrityViolationException e) {
            throw Problem.invalid("timeZone", "a zone that the database knows");
        }
    }

    /// The statement without its limit.
    static String select(SpendQuestion question, @Nullable List<String> after) {
        List<Dimension> groupBy = question.groupBy();
        String expressions =
                groupBy.stream().map(one -> one.expression() + ", ").collect(Collectors.joining());
        String lines =
                "select "
                        + expressions
                        + "requests, unpriced, input, cached_input, cache_write, output, reasoning,"
                        + " cost_nano_usd from ("
                        + SpendSource.of(question.span(), question.isMadeOfHours()).sql()
                        + ") as spent"
                        + filter(question);
        if (groupBy.isEmpty()) {
            return "select " + Sum.COLUMNS + " from (" + lines + ") as line";
        }
        String columns = groupBy.stream().map(Dimension::column).collect(Collectors.joining(", "));
        String page =
                after == null
                        ? ""
                        : IntStream.range(0, groupBy.size())
                                .mapToObj(i -> groupBy.get(i).parameter("after" + i))
                                .collect(
                                        Collectors.joining(
                                                ", ", " where (" + columns + ") > (", ")"));
        return "select %s, %s from (%s) as line%s group by %s order by %s"
                .formatted(columns, Sum.COLUMNS, lines, page, columns, columns);
    }

    private static String filter(SpendQuestion question) {
        return question.filters().isEmpty()
                ? ""
                : question.filters().keySet().stream()
                        .map(one -> one.filter() + " = :" + one.member())
                        .collect(Collectors.joining(" and ", " where ", ""));
    }

    private JdbcClient.StatementSpec bind(String query, SpendQuestion question) {
        JdbcClient.StatementSpec statement =
                sql.sql(query)
                        .params(
                                SpendSource.of(question.span(), question.isMadeOfHours())
                                        .parameters())
                        .param("zone", question.zone().getId());
        for (var filter : question.filters().entrySet()) {
            statement = statement.param(filter.getKey().member(), filter.getValue());
        }
        return statement;
    }
}
