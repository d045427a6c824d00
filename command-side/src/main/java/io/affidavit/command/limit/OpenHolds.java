package io.affidavit.command.limit;

import io.affidavit.schemas.access.Booking;
import io.affidavit.schemas.call.CallAdmitted;
import io.affidavit.schemas.evidence.RecordView;
import io.affidavit.schemas.serial.EventSerializer;
import io.affidavit.schemas.value.CallId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What open calls hold, and since when; for the writer's thread. What is not remembered, such as a
/// dead node's calls, stands in the record that admitted the call.
final class OpenHolds {

    private static final int MAX_CALLS = 100_000;

    /// @param at the time of the record that admitted the call
    record Held(Instant at, List<Booking> bookings) {

        static final Held NOTHING = new Held(Instant.EPOCH, List.of());
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
        return held == null ? read(LimitTable.admission(connection, call)) : held;
    }

    private static Held read(@Nullable RecordView record) {
        if (record == null) {
            return Held.NOTHING;
        }
        Object event =
                EventSerializer.read(
                        record.type(), Integer.toString(record.rev()), record.data(), List.of());
        return event instanceof CallAdmitted admitted
                ? new Held(record.at(), admitted.holds())
                : Held.NOTHING;
    }
}
