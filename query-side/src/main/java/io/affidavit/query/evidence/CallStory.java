package io.affidavit.query.evidence;

import io.affidavit.schemas.call.CallAbandoned;
import io.affidavit.schemas.call.CallCompleted;
import io.affidavit.schemas.call.CallConcludedLate;
import io.affidavit.schemas.call.CallFailed;
import io.affidavit.schemas.call.CallRefused;
import io.affidavit.schemas.serial.EventNames;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// The rule of a call's story: one terminal record and nothing after it, but for a late conclusion
/// directly after an abandonment.
final class CallStory {

    private static final String ABANDONED = type(CallAbandoned.class);
    private static final String LATE = type(CallConcludedLate.class);
    private static final Set<String> TERMINAL =
            Set.of(
                    ABANDONED,
                    type(CallCompleted.class),
                    type(CallFailed.class),
                    type(CallRefused.class));

    private CallStory() {}

    /// Whether the story has ended; places that break the rule go to `bad`.
    static boolean isWhole(List<StoredRecord> records, LongConsumer bad) {
        @Nullable String terminal = null;
        for (StoredRecord record : records) {
            String type = record.type();
            boolean allowed = terminal == null ? !type.equals(LATE) : isLate(terminal, type);
            if (!allowed) {
                bad.accept(record.place());
            }
            if (TERMINAL.contains(type) || type.equals(LATE)) {
                terminal = type;
            }
        }
        return terminal != null;
    }

    private static boolean isLate(String terminal, String type) {
        return terminal.equals(ABANDONED) && type.equals(LATE);
    }

    private static String type(Class<?> event) {
        return EventNames.of(event).type();
    }
}
