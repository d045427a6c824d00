package io.affidavit.projections.evidence;

import java.time.Duration;

/// How a processor takes its bites.
///
/// @param pause shortest time between the beginnings of two batches
/// @param fullBatch a batch of so many events is worth its commit: none is larger, and the next one
///   needs no pause
public record Pace(Duration pause, int fullBatch) {}
