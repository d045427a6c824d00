package io.affidavit.schemas.policy;

import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.DomainEvent;

/// A fact about a policy version.
public sealed interface PolicyEvent extends DomainEvent permits PolicyPublished, PolicyActivated {

    /// The version it is about: SHA-256 of the canonical document.
    Digest policy();
}
