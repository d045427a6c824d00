package io.affidavit.query.web;

import io.affidavit.schemas.access.Reach;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What of a table lies within reach, as a condition on the columns that say whose a row is.
public final class ReachSql {

    /// Stands for a column that a table does not have: what it would say is not there.
    public static final String NONE = "null::text";

    private static final String ORGANIZATION = "reachOrg";
    private static final String TEAM = "reachTeam";
    private static final String PROJECT = "reachProject";

    private ReachSql() {}

    /// A condition that begins with `and`; empty for everything.
    ///
    /// @param reach `null` for everything
    public static String and(
            @Nullable Reach reach, String organization, String team, String project) {
        if (reach == null) {
            return "";
        }
        return " and "
                + organization
                + " = :"
                + ORGANIZATION
                + (reach.team() == null ? "" : " and " + team + " = :" + TEAM)
                + (reach.project() == null ? "" : " and " + project + " = :" + PROJECT);
    }

    /// What the condition asks for.
    public static Map<String, Object> parameters(@Nullable Reach reach) {
        Map<String, Object> parameters = new HashMap<>();
        if (reach != null) {
            parameters.put(ORGANIZATION, reach.organization().value());
            if (reach.team() != null) {
                parameters.put(TEAM, Objects.requireNonNull(reach.team()).value());
            }
            if (reach.project() != null) {
                parameters.put(PROJECT, Objects.requireNonNull(reach.project()).value());
            }
        }
        return parameters;
    }
}
