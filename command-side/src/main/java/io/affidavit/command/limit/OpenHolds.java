package io.affidavit.command.limit;

import io.affidavit.schemas.access.Booking;
import io.affidavit.schemas.call.AttemptFailed;
import io.affidavit.schemas.call.CallAdmitted;
import io.affidavit.schemas.call.RouteChosen;
import io.affidavit.schemas.evidence.RecordView;
import io.affidavit.schemas.serial.EventSerializer;
import io.affidavit.schemas.value.CallId;
import io.affidavit.schemas.value.LimitId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What open calls hold, and since when; for the writer's thread. What is not remembered, such as a
/// dead node's calls, stands in the records of the call.
final class OpenHolds {

    private static final int MAX_CALLS = 100_000;

    /// @param at the time of the record that admitted the call
    /// @param bookings what it holds from there to its end
    /// @param attemptAt the time of the record that chose where the present attempt goes
    /// @param attempt what it holds there until that attempt ends
    record Held(Instant at, List<Booking> bookings, Instant attemptAt, List<Booking> attempt) {

        static final Held NOTHING = new Held(Instant.EPOCH, List.of(), Instant.EPOCH, List.of());

        /// The same call in its next attempt.
        Held during(Instant since, List<Booking> next) {
            return new Held(at, bookings, since, next);
        }

        /// The same call between two attempts.
        Held between() {
            return during(attemptAt, List.of());
        }

        /// Since when it holds something of a limit.
        Instant since(LimitId limit) {
            for (Booking hold : attempt) {
                if (hold.limit().equals(limit)) {
                    return attemptAt;
                }
            }
            return at;
        }
    }

    private final Map<CallId, Held> calls =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<CallId, Held> eldest) {
                    return size() > MAX_CALLS;
                }
            };

    void put(CallId call, Held held) {
        calls.put(call, held);
    }

    void remove(CallId call) {
        calls.remove(call);
    }

    Held find(Connection connection, CallId call) throws SQLException {
        Held held = calls.get(call);
        return held == null ? read(LimitTable.story(connection, call)) : held;
    }

    private static Held read(List<RecordView> story) {
        Held held = Held.NOTHING;
        for (RecordView record : story) {
            held =
                    switch (event(record)) {
                        case CallAdmitted admitted ->
                                new Held(record.at(), admitted.holds(), record.at(), List.of());
                        case RouteChosen route -> held.during(record.at(), route.holds());
                        case AttemptFailed _ -> held.between();
                        default -> held;
                    };
        }
        return held;
    }

    private static Object event(RecordView record) {
        return EventSerializer.read(
                record.type(), Integer.toString(record.rev()), record.data(), List.of());
    }
}
