package io.affidavit.command.evidence;

import io.affidavit.schemas.evidence.RecordView;
import io.affidavit.schemas.value.DomainEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/// Facts of types of which a log holds few, whatever they are about. An index finds them; the types
/// that every call has are not in it.
public final class RareFacts {

    private static final String SINCE =
            "select pos, rec from evidence.record where log = ? and type = any (?) and pos > ?"
                    + " and type not in ('call.admitted', 'guardrail.judged', 'route.chosen',"
                    + " 'call.completed') order by pos";

    private final DataSource source;

    /// Reads as the writer's role.
    public RareFacts(DataSource evidenceDataSource) {
        this.source = evidenceDataSource;
    }

    /// Facts up to a position.
    ///
    /// @param position of the last of them; where the question began if there was none
    public record Facts(long position, List<DomainEvent> events) {

        public Facts {
            events = List.copyOf(events);
        }
    }

    /// All facts of these types behind a position, -1 for all, in their order.
    public Facts since(long position, String... types) {
        try (Connection connection = source.getConnection()) {
            return since(connection, position, List.of(types));
        } catch (SQLException e) {
            throw EvidenceFailures.unavailable("records cannot be read", e);
        }
    }

    /// The same on a connection that somebody has.
    static Facts since(Connection connection, long position, List<String> types)
            throws SQLException {
        long last = position;
        List<DomainEvent> events = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(SINCE)) {
            select.setShort(1, HeadTable.LOG);
            select.setArray(2, connection.createArrayOf("text", types.toArray()));
            select.setLong(3, position);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    last = rows.getLong(1);
                    RecordView record = RecordView.parse(rows.getBytes(2));
                    events.add(LiveEvents.domain(record).getPayload());
                }
            }
            return new Facts(last, events);
        }
    }
}
