package io.affidavit.schemas.policy.bait;

import java.nio.file.Path;

/// Bait: the ground touches a file.
public record DoesIo(Path file) {}
