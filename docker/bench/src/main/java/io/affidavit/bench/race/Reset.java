package io.affidavit.bench.race;

import io.affidavit.schemas.evidence.RecordView;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/// A used-up limit of requests a minute while its window moves on: crowds come before, at and after
/// the moment at which the first ten no longer count.
///
/// @param database reads the log
/// @param races makes the calls
record Reset(DataSource database, Races races) {

    /// The present second and the sixty before it.
    private static final Duration WINDOW = Duration.ofSeconds(61);

    private static final Duration MINUTE = Duration.ofSeconds(60);
    private static final Duration BEFORE = Duration.ofMillis(700);
    private static final Duration BETWEEN = Duration.ofMillis(50);
    private static final int CALLERS = 30;

    /// Uses a limit up, waits until it resets, and looks at the times on record.
    ///
    /// @return what was wrong, empty when nothing was
    String run(RaceCase race) throws IOException, InterruptedException, SQLException {
        long from = size();
        List<String> limits = races.set(race);
        Outcome first = races.crowd().release(races.callers()).outcome();
        List<Instant> admitted = admissions(from);
        if (admitted.size() != Races.ROOM) {
            races.remove(limits);
            return "before the reset: " + first;
        }
        Instant reset = admitted.getFirst().truncatedTo(ChronoUnit.SECONDS).plus(WINDOW);
        Instant last = admitted.getLast().truncatedTo(ChronoUnit.SECONDS).plus(WINDOW);
        Thread.sleep(Duration.between(Instant.now(), reset.minus(BEFORE)));
        while (Instant.now().isBefore(last.plus(BEFORE))) {
            races.crowd().release(CALLERS).outcome();
            Thread.sleep(BETWEEN);
        }
        races.provider().takeAsked();
        races.remove(limits);
        return judge(admissions(from), reset);
    }

    private static String judge(List<Instant> admitted, Instant reset) {
        if (admitted.size() != 2 * Races.ROOM) {
            return admitted.size() - Races.ROOM + " at the reset (expected: " + Races.ROOM + ")";
        }
        for (int i = 0; i < Races.ROOM; i++) {
            Instant before = admitted.get(i);
            Instant after = admitted.get(i + Races.ROOM);
            if (Duration.between(before, after).compareTo(MINUTE) < 0) {
                return "more than " + Races.ROOM + " within a minute: " + before + " to " + after;
            }
        }
        Instant soon = admitted.get(Races.ROOM);
        return soon.isBefore(reset) || !soon.isBefore(reset.plusSeconds(1))
                ? "room at " + soon + " (expected: in the second from " + reset + ")"
                : "";
    }

    private List<Instant> admissions(long from) throws SQLException {
        List<Instant> times = new ArrayList<>();
        try (Connection connection = database.getConnection();
                PreparedStatement select =
                        connection.prepareStatement(
                                "select rec from evidence.record where pos >= ?"
                                        + " and type = 'call.admitted' order by pos")) {
            select.setLong(1, from);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    times.add(RecordView.parse(rows.getBytes(1)).at());
                }
            }
        }
        return times;
    }

    private long size() throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("select size from evidence.head");
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }
}
