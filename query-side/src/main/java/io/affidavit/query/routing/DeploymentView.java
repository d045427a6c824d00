package io.affidavit.query.routing;

import io.affidavit.schemas.routing.PriceView;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A deployment of an alias.
///
/// @param price its own price; `null` where the price list counts
/// @param state `active`, or `cooling_down` while at least one node leaves it alone
/// @param cooldowns what those nodes say; each node goes by its own view
record DeploymentView(
        String id,
        String alias,
        String provider,
        String upstreamModel,
        int order,
        int weight,
        @Nullable PriceView price,
        String state,
        List<Cooldown> cooldowns) {

    /// A node's view of a deployment that failed too often.
    record Cooldown(String node, String reason, int attempts, int failures, Instant until) {

        static Cooldown of(ResultSet row) throws SQLException {
            return new Cooldown(
                    row.getString("node"),
                    row.getString("reason"),
                    row.getInt("attempts"),
                    row.getInt("failures"),
                    row.getObject("until", OffsetDateTime.class).toInstant());
        }
    }
}
