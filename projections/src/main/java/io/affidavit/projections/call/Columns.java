package io.affidavit.projections.call;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// Binds rows as one array a column, in the order of the calls, for an `unnest`.
final class Columns<T> {

    private final PreparedStatement statement;
    private final List<T> rows;
    private int bound;

    Columns(PreparedStatement statement, List<T> rows) {
        this.statement = statement;
        this.rows = rows;
    }

    /// A column of text, or of anything PostgreSQL reads from its text.
    Columns<T> text(String type, Function<T, @Nullable Object> column) throws SQLException {
        @Nullable String[] values = new @Nullable String[rows.size()];
        for (int i = 0; i < values.length; i++) {
            Object value = column.apply(rows.get(i));
            values[i] = value == null ? null : value.toString();
        }
        statement.setArray(++bound, statement.getConnection().createArrayOf(type, values));
        return this;
    }

    Columns<T> text(Function<T, @Nullable Object> column) throws SQLException {
        return text("text", column);
    }

    /// A column of whole numbers.
    Columns<T> number(ToLongFunction<T> column) throws SQLException {
        Long[] values = new Long[rows.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = column.applyAsLong(rows.get(i));
        }
        statement.setArray(++bound, statement.getConnection().createArrayOf("int8", values));
        return this;
    }
}
