package io.affidavit.query.evidence;

import io.affidavit.query.evidence.ChainCheck.ShownCall;
import io.affidavit.query.web.ReachSql;
import io.affidavit.schemas.access.Reach;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What the read tables say about a call: never trusted for what is there, but a witness against
/// the log for what is gone.
public final class ShownCalls {

    private final JdbcClient sql;

    /// Reads with the reader's connection.
    public ShownCalls(JdbcClient sql) {
        this.sql = sql;
    }

    /// Whether the tables say that a call was made within reach.
    boolean isWithin(UUID call, Reach reach) {
        return sql.sql(
                        "select exists (select from read.call where call_id = :call"
                                + ReachSql.and(reach, "org", "team", "project")
                                + ")")
                .param("call", call)
                .params(ReachSql.parameters(reach))
                .query(Boolean.class)
                .single();
    }

    Optional<ShownCall> find(UUID call) {
        return sql.sql(
                        "select position, outcome <> 'open' as ended from read.call where call_id = ?")
                .param(call)
                .query((row, number) ->
                        new ShownCall(row.getLong("position"), row.getBoolean("ended")))
                .optional();
    }
}
