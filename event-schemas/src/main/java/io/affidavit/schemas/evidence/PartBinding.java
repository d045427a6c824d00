package io.affidavit.schemas.evidence;

/// What a sealed part is tied to, so that it opens nowhere else: its log, its event, its keys.
///
/// @param origin the log of the record
/// @param eventId id of the event; the position is not known yet when a part is sealed
/// @param keyRef the keys it is sealed under
public record PartBinding(LogOrigin origin, String eventId, KeyRef keyRef) {}
