package io.affidavit.command.evidence;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides which appends of a batch are not admitted and take their alternative. It is asked inside
/// the append's own transaction with the head locked, so what it reads and books there is exact on
/// any number of nodes.
@FunctionalInterface
public interface AppendGate {

    /// Admits everything.
    AppendGate OPEN = (connection, appends) -> new BitSet();

    /// Judges the appends that carry an alternative, in order of arrival.
    ///
    /// @param connection the append's transaction; it commits or rolls back with the batch
    /// @param appends what is asked for
    /// @return the indexes that are refused
    BitSet refused(Connection connection, List<Request> appends) throws SQLException;

    /// One append at the gate.
    ///
    /// @param organization tenant of its first event
    /// @param type logical name of its first event
    /// @param payload its first event, without bodies
    record Request(@Nullable String organization, String type, Object payload) {}
}
