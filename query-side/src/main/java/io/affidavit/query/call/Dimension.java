package io.affidavit.query.call;

import io.affidavit.query.web.Problem;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What spend can be split by.
enum Dimension {
    ORGANIZATION("orgId", "org", "text"),
    TEAM("teamId", "team", "text"),
    PROJECT("projectId", "project", "text"),
    KEY("keyId", "key_id", "text"),
    ALIAS("alias", "alias", "text"),
    PROVIDER("provider", "provider", "text"),
    MODEL("model", "model", "text"),
    DEPLOYMENT("deployment", "deployment", "text"),
    HOUR("hour", "date_trunc('hour', moment, 'UTC')", "timestamptz"),
    DAY("day", "(moment at time zone :zone)::date", "date"),
    WEEK("week", "date_trunc('week', moment at time zone :zone)::date", "date"),
    MONTH("month", "to_char(moment at time zone :zone, 'YYYY-MM')", "text");

    private final String member;
    private final String expression;
    private final String type;

    Dimension(String member, String expression, String type) {
        this.member = member;
        this.expression = expression;
        this.type = type;
    }

    /// Reads what callers ask for, each at most once.
    static List<Dimension> parse(List<String> members) {
        List<Dimension> dimensions = new ArrayList<>();
        for (String member : members) {
            dimensions.add(
                    Stream.of(values())
                            .filter(one -> one.member.equals(member))
                            .findFirst()
                            .orElseThrow(Dimension::unknown));
        }
        if (new HashSet<>(dimensions).size() < dimensions.size()) {
            throw Problem.invalid("groupBy", "each at most once");
        }
        return dimensions;
    }

    private static Problem unknown() {
        return Problem.invalid(
                "groupBy",
                "some of "
                        + Stream.of(values())
                                .map(Dimension::member)
                                .collect(Collectors.joining(", ")));
    }

    /// The name in questions and answers.
    String member() {
        return member;
    }

    /// The name as a column of ours.
    String column() {
        return '"' + member + '"';
    }

    /// The SQL that makes it of a line of spend.
    String expression() {
        return expression + " as " + column();
    }

    /// The column of a line of spend that a filter compares.
    String filter() {
        return expression;
    }

    /// The parameter of this name as the column's type.
    String parameter(String name) {
        return "cast(:" + name + " as " + type + ")";
    }

    /// Whether it depends on where a day begins.
    boolean isCalendar() {
        return this == DAY || this == WEEK || this == MONTH;
    }

    /// Its value in a row; `null` for calls that have none.
    @Nullable String value(ResultSet row) throws SQLException {
        if (this == HOUR) {
            return row.getObject(member, OffsetDateTime.class).toInstant().toString();
        }
        String value = row.getString(member);
        return value.isEmpty() ? null : value;
    }

    /// Refuses a value that the column's type does not have.
    String checked(String value) {
        try {
            switch (this) {
                case HOUR -> Instant.parse(value);
                case DAY, WEEK -> LocalDate.parse(value);
                default -> {
                    // Any text is one.
                }
            }
            return value;
        } catch (DateTimeException e) {
            throw Problem.invalid("cursor", "nextCursor of the page before");
        }
    }
}
