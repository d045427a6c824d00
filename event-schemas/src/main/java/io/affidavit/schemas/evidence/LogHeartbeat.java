package io.affidavit.schemas.evidence;

/// Nothing was appended for a while: positive evidence of silence.
///
/// @param quietSeconds time since the record before, as the sealer saw it, `>= 1`
public record LogHeartbeat(long quietSeconds) implements EvidenceEvent {}
