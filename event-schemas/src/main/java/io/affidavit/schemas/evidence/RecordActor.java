package io.affidavit.schemas.evidence;

/// Member `by` of a record: who caused the event. Ids are aliases, never an e-mail or a name.
///
/// @param kind `virtual_key`, `user`, `service` or `system`
/// @param id id within the kind
/// @param via the plane it came through: `data`, `admin` or `system`
public record RecordActor(String kind, String id, String via) {}
