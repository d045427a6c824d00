package io.affidavit.schemas.evidence;

import io.affidavit.schemas.value.DomainEvent;

/// What happens to the log itself.
public sealed interface EvidenceEvent extends DomainEvent
        permits LogOpened, LogKeyAdded, LogKeyRetired, LogHeartbeat, LedgerTamperDetected {}
