package io.affidavit.command.call;

import io.affidavit.schemas.call.CallCompleted;
import io.affidavit.schemas.call.CallFailed;
import io.affidavit.schemas.call.CallRefused;
import io.affidavit.schemas.value.DomainEvent;
import java.util.Set;

/// Which records end a call towards its caller, who gets a receipt for them. An abandonment has no
/// caller any more, and neither has what concludes late.
final class CallConclusions {

    private static final Set<Class<? extends DomainEvent>> ANSWERED =
            Set.of(CallCompleted.class, CallFailed.class, CallRefused.class);

    private CallConclusions() {}

    static boolean isAnswered(Class<? extends DomainEvent> event) {
        return ANSWERED.contains(event);
    }
}
