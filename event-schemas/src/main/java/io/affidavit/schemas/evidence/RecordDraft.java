package io.affidavit.schemas.evidence;

/// Everything of a record that is known before it has a place in the log.
///
/// @param origin the log it will join
/// @param nodeId the process that will append it
/// @param aggregate whose story it continues
/// @param actor who caused it
/// @param links what else it belongs to
/// @param payload the event
public record RecordDraft(
        LogOrigin origin,
        String nodeId,
        RecordAggregate aggregate,
        RecordActor actor,
        RecordLinks links,
        RecordPayload payload) {}
