package io.affidavit.command.limit;

import io.affidavit.command.evidence.EvidenceLogs;
import io.affidavit.command.limit.Cells.Cell;
import io.affidavit.schemas.access.Booking;
import io.affidavit.schemas.access.LimitSet;
import io.affidavit.schemas.access.LimitTerms;
import io.affidavit.schemas.access.LimitUnit;
import io.affidavit.schemas.call.AttemptFailed;
import io.affidavit.schemas.call.CallAdmitted;
import io.affidavit.schemas.call.CallConcludedLate;
import io.affidavit.schemas.call.RouteChosen;
import io.affidavit.schemas.evidence.RecordView;
import io.affidavit.schemas.serial.EventSerializer;
import io.affidavit.schemas.value.DomainEvent;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
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
        Map<String, List<Held>> holds = new HashMap<>();
        for (RecordView record : records) {
            DomainEvent event =
                    EventSerializer.read(
                            record.type(),
                            Integer.toString(record.rev()),
                            record.data(),
                            List.of());
            List<Held> held = holds.computeIfAbsent(record.call(), call -> new ArrayList<>());
            if (event instanceof LimitSet set) {
                limits.put(set.terms().limit().value(), set.terms());
            } else if (event instanceof CallAdmitted call) {
                call.holds().forEach(hold -> held.add(new Held(hold, record.at(), false)));
                call.holds().forEach(hold -> add(cells, limits, record.at(), hold, 0, 1));
            } else if (event instanceof RouteChosen route) {
                route.holds().forEach(hold -> held.add(new Held(hold, record.at(), true)));
                route.holds().forEach(hold -> add(cells, limits, record.at(), hold, 0, 1));
            } else {
                settle(cells, limits, held, event);
            }
        }
        return cells;
    }

    /// What a call holds or held, since when, and whether only for an attempt.
    private record Held(Booking hold, Instant at, boolean attempt) {}

    /// What was settled stays known: an abandoned call may be concluded late.
    private static void settle(
            Map<String, Cell> cells,
            Map<String, LimitTerms> limits,
            List<Held> held,
            DomainEvent event) {
        boolean late = event instanceof CallConcludedLate;
        for (Booking settled : LimitFacts.settled(event)) {
            for (Held each : List.copyOf(held)) {
                if (each.hold().limit().equals(settled.limit())) {
                    boolean counts = !late || settled.unit() != LimitUnit.REQUESTS;
                    add(cells, limits, each.at(), settled, counts ? 1 : 0, 0);
                    add(cells, limits, each.at(), each.hold(), 0, late ? 0 : -1);
                }
            }
        }
        if (event instanceof AttemptFailed) {
            held.removeIf(Held::attempt);
        }
    }

    private static void add(
            Map<String, Cell> cells,
            Map<String, LimitTerms> limits,
            Instant at,
            Booking booking,
            int spent,
            int held) {
        String limit = booking.limit().value();
        String cell = limit + "/" + limits.get(limit).bucket(at);
        cells.merge(
                cell,
                Cell.EMPTY.plus(spent * booking.amount(), held * booking.amount()),
                (old, more) -> old.plus(more.spent(), more.held()));
    }
}
