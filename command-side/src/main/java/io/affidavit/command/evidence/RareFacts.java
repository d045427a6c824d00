package io.affidavit.command.evidence;

import io.affidavit.schemas.evidence.RecordView;
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
    public record Facts(long position, List<Object> events) {

        public Facts {
            events = List.copyOf(events);
        }
    }

    /// All facts of these types behind a position, -1 for all, in their order.
    public Facts since(long position, String... types) {
        long last = position;
        List<Object> events = new ArrayList<>();
        try (Connection connection = source.getConnection();
                PreparedStatement select = connection.prepareStatement(SINCE)) {
            select.setShort(1, HeadTable.LOG);
            select.setArray(2, connection.createArrayOf("text", types));
            select.setLong(3, position);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    last = rows.getLong(1);
                    events.add(LiveEvents.domain(RecordView.parse(rows.getBytes(2))).getPayload());
                }
            }
            return new Facts(last, events);
        } catch (SQLException e) {
            throw EvidenceFailures.unavailable("records cannot be read", e);
        }
    }
}
