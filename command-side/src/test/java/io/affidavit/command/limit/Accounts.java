package io.affidavit.command.limit;

import io.affidavit.command.evidence.EvidenceLogs;
import io.affidavit.command.limit.LimitAccount.Cell;
import io.affidavit.schemas.access.Booking;
import io.affidavit.schemas.access.LimitSet;
import io.affidavit.schemas.access.LimitTerms;
import io.affidavit.schemas.call.CallAdmitted;
import io.affidavit.schemas.evidence.RecordView;
import io.affidavit.schemas.serial.EventSerializer;
import io.affidavit.schemas.value.DomainEvent;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What the accounts hold, and what the records alone say that they should: each admission adds
/// what it holds, each end takes that away and adds what it settles.
final class Accounts {

    private Accounts() {}

    static Map<String, Cell> stored(EvidenceLogs logs) {
        Map<String, Cell> cells = new TreeMap<>();
        try (Connection connection = logs.evidence().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "select limit_id, bucket, spent, held from evidence.account")) {
            while (rows.next()) {
                cells.put(
                        rows.getString(1) + "/" + rows.getLong(2),
                        new Cell(rows.getLong(3), rows.getLong(4)));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return cells;
    }

    static Map<String, Cell> folded(List<RecordView> records) {
        Map<String, Cell> cells = new TreeMap<>();
        Map<String, LimitTerms> limits = new HashMap<>();
        Map<String, List<Booking>> holds = new HashMap<>();
        Map<String, Instant> admitted = new HashMap<>();
        for (RecordView record : records) {
            DomainEvent event =
                    EventSerializer.read(
                            record.type(),
                            Integer.toString(record.rev()),
                            record.data(),
                            List.of());
            if (event instanceof LimitSet set) {
                limits.put(set.terms().limit().value(), set.terms());
            } else if (event instanceof CallAdmitted call) {
                holds.put(record.call(), call.holds());
                admitted.put(record.call(), record.at());
                for (Booking hold : call.holds()) {
                    add(cells, limits, record.at(), hold, 0, hold.amount());
                }
            } else if (!LimitLedger.settled(event).isEmpty()) {
                Instant at = admitted.get(record.call());
                for (Booking hold : holds.get(record.call())) {
                    add(cells, limits, at, hold, 0, -hold.amount());
                }
                for (Booking settled : LimitLedger.settled(event)) {
                    add(cells, limits, at, settled, settled.amount(), 0);
                }
            }
        }
        return cells;
    }

    private static void add(
            Map<String, Cell> cells,
            Map<String, LimitTerms> limits,
            Instant at,
            Booking booking,
            long spent,
            long held) {
        String limit = booking.limit().value();
        String cell = limit + "/" + limits.get(limit).bucket(at);
        cells.merge(
                cell,
                Cell.EMPTY.plus(spent, held),
                (old, more) -> old.plus(more.spent(), more.held()));
    }
}
