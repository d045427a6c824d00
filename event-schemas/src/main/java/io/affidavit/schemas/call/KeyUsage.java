package io.affidavit.schemas.call;

import io.affidavit.schemas.value.TokenUsage;

/// What a key used in the calendar of its organization's time zone.
///
/// @param day since the day began
/// @param week since its Monday began
/// @param month since the month began
/// @param total since the key was issued
public record KeyUsage(Used day, Used week, Used month, Used total) {

    /// What was used in a span.
    ///
    /// @param requests admitted calls
    /// @param unpriced those whose cost nobody knows, so that the sum lacks it
    /// @param usage tokens in disjoint buckets
    /// @param costNanoUsd what the others cost, nano-USD
    public record Used(long requests, long unpriced, TokenUsage usage, long costNanoUsd) {}
}
