package io.affidavit.projections.call;

import io.affidavit.schemas.call.CallEvent;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/// Follows every call. What a batch of events says is collected first and written once, in the
/// transaction that also moves the token: a call that begins and ends within a batch costs one row.
@ProcessingGroup("calls")
public final class CallProjection {

    private static final String BATCH = "calls";

    private final CallTable calls;
    private final SpendTable spend;

    /// Writes into these tables.
    public CallProjection(CallTable calls, SpendTable spend) {
        this.calls = calls;
        this.spend = spend;
    }

    @EventHandler
    void on(CallEvent event, TrackedEventMessage<CallEvent> message) {
        batch().add(event, message);
    }

    private CallBatch batch() {
        UnitOfWork<?> work = CurrentUnitOfWork.get().root();
        return work.getOrComputeResource(
                BATCH,
                key -> {
                    CallBatch batch = new CallBatch();
                    work.onPrepareCommit(committing -> write(batch));
                    return batch;
                });
    }

    private void write(CallBatch batch) {
        calls.insert(batch.begun());
        List<Spent> spent = new ArrayList<>(batch.spent());
        spent.addAll(calls.update(batch.continued()));
        spend.add(spent);
    }
}
