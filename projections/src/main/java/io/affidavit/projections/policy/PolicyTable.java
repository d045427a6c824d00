package io.affidavit.projections.policy;

import io.affidavit.schemas.policy.PolicyPublished;
import io.affidavit.schemas.serial.EventSerializer;
import io.affidavit.schemas.value.Digest;
import java.nio.charset.StandardCharsets;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The SQL of [PolicyProjection].
public final class PolicyTable {

    private final JdbcClient sql;

    /// Writes with the projector's connection.
    public PolicyTable(JdbcClient sql) {
        this.sql = sql;
    }

    /// Keeps the whole event, so that readers get the document through the one serializer.
    void put(PolicyPublished event) {
        sql.sql(
                        """
                        insert into read.policy (digest, published) values (?, ?)
                        on conflict (digest) do update set published = excluded.published
                        """)
                .params(
                        event.policy().value(),
                        new String(EventSerializer.data(event), StandardCharsets.UTF_8))
                .update();
    }

    /// The policy activated last is in force.
    void activate(Digest policy, long position) {
        sql.sql("update read.policy set activated = ? where digest = ?")
                .params(position, policy.value())
                .update();
    }
}
