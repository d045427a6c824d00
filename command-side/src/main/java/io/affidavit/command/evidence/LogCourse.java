package io.affidavit.command.evidence;

import io.affidavit.schemas.evidence.LogPlace;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.NavigableMap;
import java.util.TreeMap;

/// The logs of the house in their order: those that have ended, and the last one, which goes on.
/// What has ended never changes, so it is looked at once.
final class LogCourse {

    private static final String HEADS = "select log, size from evidence.head order by log";

    private final NavigableMap<Integer, Long> ended;
    private final int current;

    private LogCourse(NavigableMap<Integer, Long> ended, int current) {
        this.ended = ended;
        this.current = current;
    }

    static LogCourse read(Connection connection) throws SQLException {
        NavigableMap<Integer, Long> sizes = new TreeMap<>();
        try (PreparedStatement select = connection.prepareStatement(HEADS);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                sizes.put(rows.getInt(1), rows.getLong(2));
            }
        }
        int current = sizes.isEmpty() ? 0 : sizes.pollLastEntry().getKey();
        return new LogCourse(sizes, current);
    }

    /// Where a reader that is to begin at a place finds the next record: there, or at the beginning
    /// of a later log when the place is behind the end of one.
    long next(long place) {
        LogPlace here = LogPlace.of(place);
        while (here.log() < current && here.position() >= ended.getOrDefault(here.log(), 0L)) {
            Integer later = ended.higherKey(here.log());
            here = new LogPlace(later == null ? current : later, 0);
        }
        return here.packed();
    }
}
