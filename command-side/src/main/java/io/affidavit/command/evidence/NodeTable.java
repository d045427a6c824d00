package io.affidavit.command.evidence;

import io.affidavit.schemas.value.NodeId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import javax.sql.DataSource;

/// Reads other processes' leases.
public final class NodeTable {

    private static final String ENDED =
            "select lease_until from evidence.node"
                    + " where id = ? and lease_until < clock_timestamp()";
    private static final String KNOWN = "select 1 from evidence.node where id = ?";
    private static final String FORGET =
            "delete from evidence.node where lease_until < clock_timestamp() - interval '1 day'";

    private final DataSource source;
    private final NodeLease lease;

    /// @param evidenceDataSource connections as the writer's role
    /// @param lease this process' own lease
    public NodeTable(DataSource evidenceDataSource, NodeLease lease) {
        this.source = evidenceDataSource;
        this.lease = lease;
    }

    /// Whether leases can be judged at present.
    public boolean mayJudge() {
        return lease.mayJudge();
    }

    /// The other nodes as this one's last renewal saw them; asks nobody.
    public Neighbours neighbours() {
        return lease.neighbours();
    }

    /// When a node's lease ended, by the database's clock; empty while it lasts. A node that was
    /// never heard of ended at the beginning of time.
    public Optional<Instant> leaseEnd(NodeId node) throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement ended = connection.prepareStatement(ENDED);
                PreparedStatement known = connection.prepareStatement(KNOWN)) {
            ended.setString(1, node.value());
            try (ResultSet row = ended.executeQuery()) {
                if (row.next()) {
                    return Optional.of(row.getObject(1, OffsetDateTime.class).toInstant());
                }
            }
            known.setString(1, node.value());
            try (ResultSet row = known.executeQuery()) {
                return row.next() ? Optional.empty() : Optional.of(Instant.EPOCH);
            }
        }
    }

    /// Forgets nodes that ended long ago.
    public void forgetOld() throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement forget = connection.prepareStatement(FORGET)) {
            forget.executeUpdate();
        }
    }
}
