package io.affidavit.schemas.policy.bait;

import java.time.Instant;

/// Bait: the ground asks for the time.
public record ReadsClock() {

    public Instant time() {
        return Instant.now();
    }
}
