package io.affidavit.query.call;

import io.affidavit.schemas.call.CallQuery.FindOpenCalls;
import io.affidavit.schemas.call.OpenCalls;
import io.affidavit.schemas.value.CallId;
import io.affidavit.schemas.value.NodeId;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.axonframework.queryhandling.QueryHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// Tells whoever ends the calls of dead nodes which calls are open.
public final class OpenCallsQueryHandler {

    private static final int LIMIT_MAX = 10_000;

    private final JdbcClient sql;
    private final TransactionTemplate snapshot;

    /// Reads calls and position in one such transaction.
    ///
    /// @param snapshot REPEATABLE READ
    public OpenCallsQueryHandler(JdbcClient sql, TransactionTemplate snapshot) {
        this.sql = sql;
        this.snapshot = snapshot;
    }

    @QueryHandler
    OpenCalls handle(FindOpenCalls query) {
        return Objects.requireNonNull(snapshot.execute(status -> open(query)));
    }

    private OpenCalls open(FindOpenCalls query) {
        long position =
                sql.sql("select position from read.progress where processor = 'calls'")
                        .query(Long.class)
                        .optional()
                        .orElse(-1L);
        List<OpenCalls.OpenCall> calls =
                sql.sql(
                                """
                                select c.call_id, c.node
                                from read.open_call o join read.call c using (call_id)
                                where c.node <> all (?) order by o.position limit ?
                                """)
                        .params(
                                (Object)
                                        query.living().stream()
                                                .map(NodeId::value)
                                                .toArray(String[]::new),
                                Math.clamp(query.limit(), 1, LIMIT_MAX))
                        .query((row, number) ->
                                new OpenCalls.OpenCall(
                                        new CallId(row.getObject("call_id", UUID.class)),
                                        new NodeId(row.getString("node"))))
                        .list();
        return new OpenCalls(position, calls);
    }
}
