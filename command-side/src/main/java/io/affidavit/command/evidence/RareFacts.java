package io.affidavit.command.evidence;

import io.affidavit.schemas.evidence.LogPlace;
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
            """
            select h.log, r.pos, r.rec
            from evidence.head h cross join lateral (
                select pos, rec from evidence.record
                where log = h.log and type = any (?) and pos > case h.log when ? then ? else -1 end
                    and type not in ('call.admitted', 'guardrail.judged', 'route.chosen',
                        'call.completed')) r
            where h.log >= ? order by 1, 2
            """;

    private final DataSource source;

    /// Reads as the writer's role.
    public RareFacts(DataSource evidenceDataSource) {
        this.source = evidenceDataSource;
    }

    /// Facts up to a place.
    ///
    /// @param place of the last of them; where the question began if there was none
    public record Facts(long place, List<DomainEvent> events) {

        public Facts {
            events = List.copyOf(events);
        }
    }

    /// All facts of these types behind a place, -1 for all, in their order.
    public Facts since(long place, String... types) {
        try (Connection connection = source.getConnection()) {
            return since(connection, place, List.of(types));
        } catch (SQLException e) {
            throw EvidenceFailures.unavailable("records cannot be read", e);
        }
    }

    /// The same on a connection that somebody has.
    static Facts since(Connection connection, long place, List<String> types) throws SQLException {
        long last = place;
        LogPlace next = LogPlace.of(place + 1);
        List<DomainEvent> events = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(SINCE)) {
            select.setArray(1, connection.createArrayOf("text", types.toArray()));
            select.setInt(2, next.log());
            select.setLong(3, next.position() - 1);
            select.setInt(4, next.log());
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    last = LogPlace.pack(rows.getInt(1), rows.getLong(2));
                    RecordView record = RecordView.parse(rows.getBytes(3));
                    events.add(LiveEvents.domain(record).getPayload());
                }
            }
            return new Facts(last, events);
        }
    }
}
