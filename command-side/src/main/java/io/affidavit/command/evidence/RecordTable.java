package io.affidavit.command.evidence;

import io.affidavit.schemas.evidence.Leaf;
import io.affidavit.schemas.evidence.LogOrigin;
import io.affidavit.schemas.evidence.LogPlace;
import io.affidavit.schemas.evidence.RecordView;
import io.affidavit.schemas.serial.EventNames;
import io.affidavit.schemas.serial.StreamName;
import io.affidavit.schemas.value.DomainEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStoreException;

/// Reads records back as messages. Only committed records are visible, and positions become visible
/// in their order, so a reader needs nothing but the last position it saw.
final class RecordTable {

    /// Most records fetched at once.
    static final int PAGE = 1_000;

    private static final String TAIL =
            "select pos, type, rec from evidence.record where log = ? and pos >= ?"
                    + " order by pos limit ?";
    private static final String AT =
            "select pos, type, rec from evidence.record where log = ? and pos = any (?)"
                    + " order by pos";
    private static final String STORY =
            "select rec from evidence.record where agg = ? and agg_seq >= ? order by agg_seq";
    private static final String END =
            "select pos, rec, leaf from evidence.record where agg = ?"
                    + " order by agg_seq desc limit 1";
    private static final String LAST = "select max(agg_seq) from evidence.record where agg = ?";

    private final DataSource source;
    private final HeadTable heads;
    private final LogCourse course;

    RecordTable(DataSource evidenceDataSource, HeadTable heads, LogCourse course) {
        this.source = evidenceDataSource;
        this.heads = heads;
        this.course = course;
    }

    /// The place of the next record from a place on, see [LogCourse#next].
    long next(long place) {
        return course.next(place);
    }

    /// The next events from a place on, at most a page, all of one log.
    List<TrackedEventMessage<?>> from(long place) {
        LogPlace first = LogPlace.of(next(place));
        try (Connection connection = source.getConnection();
                PreparedStatement select = connection.prepareStatement(TAIL)) {
            select.setInt(1, first.log());
            select.setLong(2, first.position());
            select.setInt(3, PAGE);
            return events(first.log(), select);
        } catch (SQLException e) {
            throw new EventStoreException("records cannot be read", e);
        }
    }

    /// The events at these places, as far as there are any, in their order.
    ///
    /// @param places of one log, at least one
    List<TrackedEventMessage<?>> at(long[] places) {
        int log = LogPlace.of(places[0]).log();
        Object[] positions =
                LongStream.of(places).mapToObj(place -> LogPlace.of(place).position()).toArray();
        try (Connection connection = source.getConnection();
                PreparedStatement select = connection.prepareStatement(AT)) {
            select.setInt(1, log);
            select.setArray(2, connection.createArrayOf("int8", positions));
            return events(log, select);
        } catch (SQLException e) {
            throw new EventStoreException("records cannot be read", e);
        }
    }

    private static List<TrackedEventMessage<?>> events(int log, PreparedStatement select)
            throws SQLException {
        List<TrackedEventMessage<?>> events = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                events.add(
                        new StoredEvent(
                                LogPlace.pack(log, rows.getLong(1)),
                                rows.getString(2),
                                rows.getBytes(3)));
            }
        }
        return events;
    }

    /// An aggregate's story from a sequence on.
    List<DomainEventMessage<?>> story(StreamName name, long firstSequence) {
        List<DomainEventMessage<?>> events = new ArrayList<>();
        try (Connection connection = source.getConnection();
                PreparedStatement select = connection.prepareStatement(STORY)) {
            select.setObject(1, AggregateKey.of(name.type(), name.id()));
            select.setInt(2, Math.toIntExact(firstSequence));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    events.add(LiveEvents.domain(RecordView.parse(rows.getBytes(1))));
                }
            }
            return events;
        } catch (SQLException e) {
            throw EvidenceFailures.unavailable("records cannot be read", e);
        }
    }

    /// The record at the end of a story.
    ///
    /// @param log the log it stands in
    /// @param event what it tells
    /// @param leaf hash of its bytes
    @SuppressWarnings("ArrayRecordComponent") // read once, signed once
    record End(LogOrigin log, long position, Class<? extends DomainEvent> event, byte[] leaf) {}

    /// Where an aggregate's story ends; empty when there is none.
    ///
    /// @throws RuntimeException if the row contradicts the record in it
    Optional<End> end(StreamName name) {
        try (Connection connection = source.getConnection();
                PreparedStatement select = connection.prepareStatement(END)) {
            select.setObject(1, AggregateKey.of(name.type(), name.id()));
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(end(name, row.getLong(1), row.getBytes(2), row.getBytes(3)))
                        : Optional.empty();
            }
        } catch (SQLException e) {
            throw EvidenceFailures.unavailable("records cannot be read", e);
        }
    }

    private static End end(StreamName name, long position, byte[] record, byte[] leaf) {
        RecordView view = RecordView.parse(record);
        boolean isIt =
                view.pos() == position
                        && view.agg().type().equals(name.type())
                        && view.agg().id().equals(name.id())
                        && Arrays.equals(leaf, Leaf.leaf(record));
        if (!isIt) {
            throw EvidenceFailures.unavailable(
                    "position " + position + " contradicts its record", null);
        }
        return new End(view.log(), position, EventNames.of(view.type()).event(), leaf);
    }

    /// The last sequence of an aggregate.
    Optional<Long> lastSequence(StreamName name) {
        try (Connection connection = source.getConnection();
                PreparedStatement select = connection.prepareStatement(LAST)) {
            select.setObject(1, AggregateKey.of(name.type(), name.id()));
            try (ResultSet row = select.executeQuery()) {
                row.next();
                long last = row.getLong(1);
                return row.wasNull() ? Optional.empty() : Optional.of(last);
            }
        } catch (SQLException e) {
            throw EvidenceFailures.unavailable("records cannot be read", e);
        }
    }

    /// Place of the last record, -1 for an empty log.
    long lastPlace() {
        try (Connection connection = source.getConnection()) {
            return heads.end(connection) - 1;
        } catch (SQLException e) {
            throw new EventStoreException("the head cannot be read", e);
        }
    }
}
