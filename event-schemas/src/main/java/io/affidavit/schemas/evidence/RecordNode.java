package io.affidavit.schemas.evidence;

/// Member `node` of a record: the gateway process that appended it.
///
/// @param id new for each process start
/// @param sequence the process' own counter, from 0; a gap shows an event that was never appended
public record RecordNode(String id, long sequence) {}
