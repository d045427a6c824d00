package io.affidavit.schemas.evidence;

import io.affidavit.schemas.value.Digest;
import java.util.List;
import org.axonframework.commandhandling.RoutingKey;
import org.jspecify.annotations.Nullable;

/// What the sealer puts on record, and what is done about the log's keys.
public sealed interface EvidenceCommand {

    /// Says that nothing was appended for a while.
    ///
    /// @param beat a new id
    record RecordHeartbeat(@RoutingKey String beat, long quietSeconds) implements EvidenceCommand {}

    /// Says what contradicts; for a report that was made already a conflict.
    ///
    /// @param report the same for the same finding, whoever makes it
    record ReportTampering(@RoutingKey String report, LedgerTamperDetected finding)
            implements EvidenceCommand {}

    /// Has a key made for a use of the log, unless one waits already: its file is durable and
    /// nothing is on record yet, so that it can be copied to other nodes. Answers a [LogKeyView].
    ///
    /// @param log name for all commands about keys, which are carried out in one place
    record PrepareLogKey(@RoutingKey String log, LogKeyUse use) implements EvidenceCommand {}

    /// Has the prepared key, or one made now, take over. Answers a [LogKeyView].
    ///
    /// @param log as above
    /// @param idempotency keyed digest of the request; `null` without an `Idempotency-Key`
    /// @param parts `reason`
    record AddLogKey(
            @RoutingKey String log, LogKeyUse use, @Nullable Digest idempotency, List<Part> parts)
            implements EvidenceCommand {

        public AddLogKey {
            parts = List.copyOf(parts);
        }
    }

    /// Ends the key that another one has taken over from. Answers a [LogKeyView].
    ///
    /// @param log as above
    /// @param idempotency keyed digest of the request; `null` without an `Idempotency-Key`
    /// @param parts `reason`
    record RetireLogKey(
            @RoutingKey String log, LogKeyUse use, @Nullable Digest idempotency, List<Part> parts)
            implements EvidenceCommand {

        public RetireLogKey {
            parts = List.copyOf(parts);
        }
    }

    /// A key of the log.
    ///
    /// @param key its verifier key
    /// @param file name of its file in the directory of keys
    record LogKeyView(LogKeyUse use, String key, String file) {}
}
