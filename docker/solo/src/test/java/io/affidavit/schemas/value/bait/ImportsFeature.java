package io.affidavit.schemas.value.bait;

import io.affidavit.schemas.policy.bait.DoesIo;

/// Bait: a value imports a feature.
public record ImportsFeature(DoesIo feature) {}
