package io.affidavit.query.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.projections.testing.ReadDatabase;
import io.affidavit.query.web.Span;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What a key, a tenant or a day spent is found without reading what all others did.
class SpendPlanTest {

    private static final String FILL =
            """
            insert into read.spend
            select 'key' || lpad((n % 500)::text, 9, '0'),
                timestamptz '2026-01-01 00:00:00Z' + (n / 500) * interval '1 hour', 'fast', 'dep',
                'prov', 'model', '', '', 'org-' || n % 50, 5, 0, 1, 1, 1, 1, 1, 1
            from generate_series(0, 199999) as n
            """;

    private static ReadDatabase database;

    @BeforeAll
    static void open() {
        database = new ReadDatabase();
        database.superuser().execute(FILL);
        database.superuser().execute("analyze read.spend");
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void usesAnIndex() {
        Span ever = Span.of(null, null);
        Span day = Span.of("2026-01-05", "2026-01-06");
        assertThat(plan(List.of(Dimension.MODEL), Map.of(Dimension.KEY, "key000000007"), ever))
                .contains("spend_pkey")
                .doesNotContain("Seq Scan on spend");
        assertThat(plan(List.of(), Map.of(Dimension.ORGANIZATION, "org-7"), ever))
                .contains("spend_org")
                .doesNotContain("Seq Scan on spend");
        assertThat(plan(List.of(Dimension.ORGANIZATION), Map.of(), day))
                .contains("spend_hour")
                .doesNotContain("Seq Scan on spend");
    }

    private static String plan(List<Dimension> groupBy, Map<Dimension, String> filters, Span span) {
        SpendQuestion question = new SpendQuestion(groupBy, filters, span, SpendQuestion.UTC);
        Map<String, Object> parameters = new HashMap<>(SpendSource.of(span, true).parameters());
        parameters.put("zone", "UTC");
        filters.forEach((dimension, value) -> parameters.put(dimension.member(), value));
        return String.join(
                "\n",
                JdbcClient.create(database.superuser())
                        .sql("explain " + SpendReader.select(question, null))
                        .params(parameters)
                        .query(String.class)
                        .list());
    }
}
