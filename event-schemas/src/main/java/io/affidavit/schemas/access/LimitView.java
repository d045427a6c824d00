package io.affidavit.schemas.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A limit as the answer to a change shows it.
///
/// @param terms what it says
/// @param raisedTo the amount in force until `raisedUntil`; `null` when it was not raised
/// @param raisedUntil the instant from which its own amount counts again; `null` when it was not
///   raised
public record LimitView(LimitTerms terms, @Nullable Long raisedTo, @Nullable Instant raisedUntil) {}
