package io.affidavit.bench.routes;

import io.affidavit.schemas.call.AttemptFailed;
import io.affidavit.schemas.call.CallCompleted;
import io.affidavit.schemas.call.CallOutcome;
import io.affidavit.schemas.call.RouteChosen;
import io.affidavit.schemas.evidence.RecordView;
import io.affidavit.schemas.routing.RouteChooser;
import io.affidavit.schemas.serial.EventSerializer;
import io.affidavit.schemas.value.DomainEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the log says of attempts: every record of the calls is read and judged on its own.
final class RecordedAttempts {

    private static final int MAX_ATTEMPTS = 3;
    private static final int MAX_COMPLAINTS = 20;

    private final List<String> complaints = new ArrayList<>();
    private final Map<String, Integer> attemptOf = new HashMap<>();
    private final Map<String, Boolean> failedOf = new HashMap<>();
    private final Map<Integer, Integer> callsByAttempts = new HashMap<>();
    private long failed;
    private long choices;
    private long cooldowns;

    /// Reads the whole log in its order.
    static RecordedAttempts read(Connection connection) throws SQLException {
        RecordedAttempts attempts = new RecordedAttempts();
        connection.setAutoCommit(false);
        try (PreparedStatement statement =
                connection.prepareStatement(
                        """
                        select rec from evidence.record
                        where type in ('route.chosen', 'attempt.failed', 'call.completed',
                                       'deployment.cooled_down')
                        order by log, pos
                        """)) {
            statement.setFetchSize(1_000);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    attempts.judge(RecordView.parse(rows.getBytes(1)));
                }
            }
        }
        connection.rollback();
        return attempts;
    }

    private void judge(RecordView record) {
        DomainEvent event =
                EventSerializer.read(
                        record.type(), Integer.toString(record.rev()), record.data(), List.of());
        switch (event) {
            case RouteChosen chosen -> chosen(chosen);
            case AttemptFailed attempt -> failed(attempt);
            case CallCompleted completed -> completed(completed);
            default -> cooldowns++;
        }
    }

    private void chosen(RouteChosen chosen) {
        choices++;
        String call = chosen.callId().toString();
        int before = attemptOf.getOrDefault(call, 0);
        boolean follows = before == 0 || failedOf.getOrDefault(call, false);
        attemptOf.put(call, chosen.attempt());
        failedOf.put(call, false);
        if (chosen.attempt() != before + 1 || !follows || chosen.attempt() > MAX_ATTEMPTS) {
            complain(call, "attempt " + chosen.attempt() + " after " + before);
        }
        if (!RouteChooser.follows(chosen.choice())) {
            complain(call, "the choice does not follow from its record: " + chosen.choice());
        }
    }

    private void failed(AttemptFailed attempt) {
        failed++;
        String call = attempt.callId().toString();
        if (attempt.attempt() != attemptOf.getOrDefault(call, 0)) {
            complain(call, "attempt " + attempt.attempt() + " failed and was never chosen");
        }
        failedOf.put(call, true);
    }

    private void completed(CallCompleted completed) {
        String call = completed.callId().toString();
        callsByAttempts.merge(attemptOf.getOrDefault(call, 0), 1, Integer::sum);
        if (failedOf.getOrDefault(call, false) && completed.outcome() == CallOutcome.COMPLETED) {
            complain(call, "completed after its last attempt failed");
        }
    }

    private void complain(String call, String what) {
        if (complaints.size() < MAX_COMPLAINTS) {
            complaints.add(call + ": " + what);
        }
    }

    List<String> complaints() {
        return List.copyOf(complaints);
    }

    /// Calls with an answer and a record of their choice.
    Set<String> calls() {
        return Set.copyOf(attemptOf.keySet());
    }

    /// Completed calls by the number of their attempts.
    Map<Integer, Integer> callsByAttempts() {
        return Map.copyOf(callsByAttempts);
    }

    long failed() {
        return failed;
    }

    long choices() {
        return choices;
    }

    long cooldowns() {
        return cooldowns;
    }
}
