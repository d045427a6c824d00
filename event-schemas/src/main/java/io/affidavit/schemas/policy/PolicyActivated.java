package io.affidavit.schemas.policy;

import io.affidavit.schemas.value.Digest;

/// From this record on, calls are judged by this version.
///
/// @param policy SHA-256 of the document's canonical JSON form
public record PolicyActivated(Digest policy) implements PolicyEvent {}
