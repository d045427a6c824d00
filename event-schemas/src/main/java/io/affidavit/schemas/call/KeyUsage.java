package io.affidavit.schemas.call;

import io.affidavit.schemas.access.LimitUse;
import io.affidavit.schemas.value.TokenUsage;
import java.util.List;

/// What a key used in the calendar of its organization's time zone.
///
/// @param day since the day began
/// @param week since its Monday began
/// @param month since the month began
/// @param total since the key was issued
/// @param limits every limit that counts the key's calls, with what is booked on it
public record KeyUsage(Used day, Used week, Used month, Used total, List<LimitUse> limits) {

    public KeyUsage {
        limits = List.copyOf(limits);
    }

    /// What was used in a span.
    ///
    /// @param requests admitted calls
    /// @param unpriced those whose cost nobody knows, so that the sum lacks it
    /// @param usage tokens in disjoint buckets
    /// @param costNanoUsd what the others cost, nano-USD
    public record Used(long requests, long unpriced, TokenUsage usage, long costNanoUsd) {}
}
