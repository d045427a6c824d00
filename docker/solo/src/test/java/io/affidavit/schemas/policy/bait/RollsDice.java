package io.affidavit.schemas.policy.bait;

import java.security.SecureRandom;

/// Bait: the ground draws a random number.
public record RollsDice(SecureRandom random) {}
