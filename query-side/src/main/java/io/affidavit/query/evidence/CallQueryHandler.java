package io.affidavit.query.evidence;

import io.affidavit.schemas.call.CallAdmitted;
import io.affidavit.schemas.call.CallEvent;
import io.affidavit.schemas.call.CallQuery.FindCall;
import io.affidavit.schemas.call.CallRefused;
import io.affidavit.schemas.call.CallView;
import io.affidavit.schemas.value.DomainEvent;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.queryhandling.QueryHandler;
import org.jspecify.annotations.Nullable;

/// Tells an application of its own calls from the log itself, so that what has just been recorded
/// is there. A call of another key is not there, and neither is anything else.
public final class CallQueryHandler {

    private final RecordReader records;

    /// Tells what this reader finds.
    public CallQueryHandler(RecordReader records) {
        this.records = records;
    }

    @QueryHandler
    @Nullable CallView handle(FindCall query) {
        List<CallEvent> story = new ArrayList<>();
        for (StoredRecord record : records.ofAggregate(query.callId().value())) {
            DomainEvent event = record.event();
            if (event instanceof CallEvent call) {
                story.add(call);
            }
        }
        return switch (story.isEmpty() ? null : story.getFirst()) {
            case CallAdmitted first when first.keyId().equals(query.key()) ->
                    CallViewFold.of(first, story);
            case CallRefused only when only.keyId().equals(query.key()) -> CallViewFold.of(only);
            case null, default -> null;
        };
    }
}
