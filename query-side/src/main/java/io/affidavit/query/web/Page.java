package io.affidavit.query.web;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One page of a list.
///
/// @param data the rows
/// @param nextCursor where the next page starts; `null` on the last
public record Page<T>(List<T> data, @Nullable String nextCursor) {

    /// Most rows of a page.
    public static final int LIMIT_MAX = 1_000;

    public Page {
        data = List.copyOf(data);
    }

    /// A page of rows that were read one more than asked for, so that the end is known.
    ///
    /// @param keys what identifies a row in the order of the list
    public static <T> Page<T> of(List<T> oneMore, int limit, Function<T, List<String>> keys) {
        if (oneMore.size() <= limit) {
            return new Page<>(oneMore, null);
        }
        List<T> rows = oneMore.subList(0, limit);
        return new Page<>(rows, Cursor.write(keys.apply(rows.getLast())));
    }
}
