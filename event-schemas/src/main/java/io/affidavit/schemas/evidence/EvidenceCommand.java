package io.affidavit.schemas.evidence;

import org.axonframework.commandhandling.RoutingKey;

/// What the sealer puts on record.
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
}
