package io.affidavit.query.evidence;

import io.affidavit.query.evidence.ChainCheck.ShownCall;
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

    Optional<ShownCall> find(UUID call) {
        return sql.sql(
                        "select position, outcome <> 'open' as ended from read.call where call_id = ?")
                .param(call)
                .query((row, number) ->
                        new ShownCall(row.getLong("position"), row.getBoolean("ended")))
                .optional();
    }
}
