package io.affidavit.command.evidence;

import io.affidavit.schemas.evidence.EvidenceEvent;
import io.affidavit.schemas.evidence.LogKeyAdded;
import io.affidavit.schemas.evidence.LogKeyUse;
import io.affidavit.schemas.evidence.LogKeys;
import io.affidavit.schemas.evidence.LogOpened;
import io.affidavit.schemas.evidence.LogOrigin;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.axonframework.eventhandling.DomainEventMessage;

/// What the log's own story says of its keys. Places in the story stand in for positions: here only
/// what is present counts.
///
/// @param keys all that were ever named
/// @param addedAt when the newest of each use was added, where one was
/// @param next sequence of the story's next event
record LogKeyStory(LogKeys keys, Map<LogKeyUse, Instant> addedAt, long next) {

    /// Type of the aggregate whose id is the origin.
    static final String TYPE = "log";

    LogKeyStory {
        addedAt = Map.copyOf(addedAt);
    }

    /// @throws IllegalStateException for a story that does not begin with the log's opening
    static LogKeyStory of(LogOrigin origin, List<? extends DomainEventMessage<?>> events) {
        if (events.isEmpty() || !(events.getFirst().getPayload() instanceof LogOpened opened)) {
            throw new IllegalStateException("the log's story does not begin with its opening");
        }
        LogKeys keys = LogKeys.of(origin, opened);
        Map<LogKeyUse, Instant> addedAt = new EnumMap<>(LogKeyUse.class);
        for (DomainEventMessage<?> event : events) {
            keys = keys.with(event.getSequenceNumber(), (EvidenceEvent) event.getPayload());
            if (event.getPayload() instanceof LogKeyAdded added) {
                addedAt.put(added.use(), event.getTimestamp());
            }
        }
        return new LogKeyStory(keys, addedAt, events.size());
    }
}
