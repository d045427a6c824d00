package io.affidavit.command.evidence;

import io.affidavit.command.aggregate.Repetition;
import io.affidavit.schemas.evidence.EvidenceEvent;
import io.affidavit.schemas.evidence.LogKeyAdded;
import io.affidavit.schemas.evidence.LogKeyRetired;
import io.affidavit.schemas.evidence.LogKeyUse;
import io.affidavit.schemas.evidence.LogKeys;
import io.affidavit.schemas.evidence.LogOpened;
import io.affidavit.schemas.evidence.LogOrigin;
import io.affidavit.schemas.evidence.VerifierKey;
import io.affidavit.schemas.value.Digest;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.axonframework.eventhandling.DomainEventMessage;
import org.jspecify.annotations.Nullable;

/// What the log's own story says of its keys. Places in the story stand in for positions: here only
/// what is present counts.
///
/// @param keys all that were ever named
/// @param addedAt when the newest of each use was added, where one was
/// @param requests the keys that were added or retired by requests with an `Idempotency-Key`
/// @param next sequence of the story's next event
record LogKeyStory(
        LogKeys keys,
        Map<LogKeyUse, Instant> addedAt,
        Map<Digest, VerifierKey> requests,
        long next) {

    /// Type of the aggregate whose id is the origin.
    static final String TYPE = "log";

    LogKeyStory {
        addedAt = Map.copyOf(addedAt);
        requests = Map.copyOf(requests);
    }

    /// @throws IllegalStateException for a story that does not begin with the log's opening
    static LogKeyStory of(LogOrigin origin, List<? extends DomainEventMessage<?>> events) {
        if (events.isEmpty() || !(events.getFirst().getPayload() instanceof LogOpened opened)) {
            throw new IllegalStateException("the log's story does not begin with its opening");
        }
        LogKeys keys = LogKeys.of(origin, opened);
        Map<LogKeyUse, Instant> addedAt = new EnumMap<>(LogKeyUse.class);
        Map<Digest, VerifierKey> requests = new HashMap<>();
        for (DomainEventMessage<?> event : events) {
            keys = keys.with(event.getSequenceNumber(), (EvidenceEvent) event.getPayload());
            switch (event.getPayload()) {
                case LogKeyAdded added -> {
                    addedAt.put(added.use(), event.getTimestamp());
                    note(requests, added.idempotency(), added.key());
                }
                case LogKeyRetired retired -> note(requests, retired.idempotency(), retired.key());
                default -> {
                    // It changes no key.
                }
            }
        }
        return new LogKeyStory(keys, addedAt, requests, events.size());
    }

    private static void note(
            Map<Digest, VerifierKey> requests, @Nullable Digest request, String key) {
        if (request != null) {
            requests.put(request, VerifierKey.parse(key));
        }
    }

    /// The key that this very request was about when it was carried out before; `null` if it was
    /// not.
    @Nullable VerifierKey madeBy(@Nullable Digest request) {
        return Repetition.isKnown(requests.keySet(), request) ? requests.get(request) : null;
    }
}
