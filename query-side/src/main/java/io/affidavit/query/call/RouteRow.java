package io.affidavit.query.call;

import io.affidavit.schemas.routing.Fallbacks;
import io.affidavit.schemas.routing.RetryRules;
import io.affidavit.schemas.routing.RouteRules;
import io.affidavit.schemas.routing.RouteTimeouts;
import io.affidavit.schemas.routing.UnsupportedParameters;
import io.affidavit.schemas.value.Alias;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A row of `read.route` as the rules it stands for.
final class RouteRow {

    private RouteRow() {}

    static RouteRules rules(ResultSet row) throws SQLException {
        return new RouteRules(
                new Fallbacks(
                        aliases(row, "fallbacks"),
                        aliases(row, "context_fallbacks"),
                        aliases(row, "content_fallbacks")),
                new RetryRules(
                        row.getInt("max_attempts"),
                        row.getLong("backoff_millis"),
                        row.getLong("backoff_max_millis"),
                        row.getLong("retry_after_max_millis"),
                        row.getBoolean("after_timeout")),
                new RouteTimeouts(
                        optional(row, "connect_millis"),
                        optional(row, "first_byte_millis"),
                        optional(row, "idle_millis"),
                        optional(row, "total_millis")),
                UnsupportedParameters.valueOf(
                        row.getString("unsupported").toUpperCase(Locale.ROOT)),
                row.getObject("max_output_tokens", Integer.class));
    }

    private static List<Alias> aliases(ResultSet row, String column) throws SQLException {
        return Arrays.stream((String[]) row.getArray(column).getArray()).map(Alias::new).toList();
    }

    private static @Nullable Long optional(ResultSet row, String column) throws SQLException {
        return row.getObject(column, Long.class);
    }
}
