package io.affidavit.command.evidence;

import io.affidavit.schemas.evidence.LogPlace;
import io.affidavit.schemas.value.NodeId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// SQL that renews a lease and looks at the others and at the log on the same way.
final class LeaseRow {

    private static final int MAX_NODES = 1_000;

    /// All parts of one statement see the table as it was before it, so the row's own end is that
    /// of the lease before.
    private static final String RENEW =
            """
            with renewed as (
                insert into evidence.node (id, started_at, lease_until)
                values (?, clock_timestamp(), clock_timestamp() + ? * interval '1 ms')
                on conflict (id) do update set lease_until = excluded.lease_until
                returning id)
            select r.id, n.id, n.lease_until > clock_timestamp(), h.log, h.size
            from renewed r
            left join (select log, size from evidence.head order by log desc limit 1) h on true
            left join (
                select id, lease_until from evidence.node order by lease_until desc limit ?) n on true
            """;

    private LeaseRow() {}

    /// What a renewal found.
    ///
    /// @param lapsed whether there was a lease of this node and it had ended
    /// @param neighbours all other nodes
    record Renewed(boolean lapsed, Neighbours neighbours) {}

    static Renewed renew(Connection connection, NodeId node, Duration length) throws SQLException {
        try (PreparedStatement renew = connection.prepareStatement(RENEW)) {
            renew.setString(1, node.value());
            renew.setLong(2, length.toMillis());
            renew.setInt(3, MAX_NODES);
            try (ResultSet rows = renew.executeQuery()) {
                return read(rows);
            }
        }
    }

    private static Renewed read(ResultSet rows) throws SQLException {
        boolean lapsed = false;
        long end = 0;
        Set<NodeId> living = new HashSet<>();
        Set<NodeId> dead = new HashSet<>();
        while (rows.next()) {
            String self = rows.getString(1);
            @Nullable String other = rows.getString(2);
            boolean lives = rows.getBoolean(3);
            end = LogPlace.pack(rows.getInt(4), rows.getLong(5));
            if (self.equals(other)) {
                lapsed = !lives;
            } else if (other != null) {
                boolean _ = (lives ? living : dead).add(new NodeId(other));
            }
        }
        return new Renewed(lapsed, new Neighbours(end, living, dead));
    }
}
