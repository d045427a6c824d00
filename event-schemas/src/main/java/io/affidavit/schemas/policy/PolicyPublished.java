package io.affidavit.schemas.policy;

import io.affidavit.schemas.value.Digest;

/// A policy version exists from now on and can be activated.
///
/// @param policy SHA-256 of the document's canonical JSON form
/// @param document the whole document
public record PolicyPublished(Digest policy, PolicyDocument document) implements PolicyEvent {}
