package io.affidavit.projections.call;

import io.affidavit.schemas.call.CallEvent;
import io.affidavit.schemas.serial.RecordMetaData;
import io.affidavit.schemas.value.CallId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.axonframework.eventhandling.TrackedEventMessage;

/// What one batch of events says, call by call.
final class CallBatch {

    private final Map<CallId, CallChange> changes = new LinkedHashMap<>();

    void add(CallEvent event, TrackedEventMessage<?> message) {
        long position = message.trackingToken().position().orElseThrow();
        Object node = Objects.requireNonNull(message.getMetaData().get(RecordMetaData.NODE));
        changes.computeIfAbsent(event.callId(), CallChange::new)
                .apply(event, position, node.toString());
    }

    /// Calls whose first record is in this batch.
    List<CallChange> begun() {
        return changes.values().stream().filter(CallChange::isBeginning).toList();
    }

    /// Calls that an earlier batch began.
    List<CallChange> continued() {
        return changes.values().stream().filter(change -> !change.isBeginning()).toList();
    }

    /// What calls spent that began and ended in this batch.
    List<Spent> spent() {
        List<Spent> spent = new ArrayList<>();
        for (CallChange change : changes.values()) {
            if (change.isBeginning() && change.isAccountable()) {
                spent.add(change.spent());
            }
        }
        return spent;
    }
}
