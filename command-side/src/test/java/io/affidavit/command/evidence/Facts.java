package io.affidavit.command.evidence;

import io.affidavit.command.call.CallFixtures;
import io.affidavit.schemas.call.CallRefused;
import io.affidavit.schemas.value.CallId;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.OrganizationId;
import org.axonframework.eventhandling.DomainEventMessage;

/// Small events for appends.
final class Facts {

    private Facts() {}

    /// A call of one event.
    static DomainEventMessage<?> refused(CallId id, String organization) {
        return refused(id, 0, organization);
    }

    static DomainEventMessage<?> refused(CallId id, long sequence, String organization) {
        return TestLog.event(
                "call",
                id.toString(),
                sequence,
                new CallRefused(
                        id,
                        CallFixtures.NOW,
                        CallFixtures.caller(CallFixtures.ACME).key(),
                        new OrganizationId(organization),
                        null,
                        null,
                        null,
                        null,
                        FailureCode.MODEL_NOT_FOUND,
                        null,
                        10,
                        null));
    }

    static CallId newCall() {
        return new CallId(UuidV7Identifiers.next());
    }
}
