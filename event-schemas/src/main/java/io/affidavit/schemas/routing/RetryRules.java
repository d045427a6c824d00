package io.affidavit.schemas.routing;

import io.affidavit.schemas.value.Public;

/// How often and how soon a route tries again. Client libraries retry by themselves, so that the
/// attempts of one call stay few.
///
/// @param maxAttempts attempts of one call, fallbacks included; 1 to [#MAX_ATTEMPTS]
/// @param backoffMillis longest pause before the first repetition at the same deployment; half of
///   it is random
/// @param backoffMaxMillis longest pause there can be, however often it doubles
/// @param retryAfterMaxMillis longest wait that a provider may ask for when nobody else can answer
/// @param afterTimeout whether another deployment is tried when one had the whole request and did
///   not answer in time; it may charge for it all the same
@Public
public record RetryRules(
        int maxAttempts,
        long backoffMillis,
        long backoffMaxMillis,
        long retryAfterMaxMillis,
        boolean afterTimeout) {

    /// Most attempts of one call, whatever a route says.
    public static final int MAX_ATTEMPTS = 3;

    /// Longest pause and wait that a route may ask for, milliseconds.
    public static final long MAX_WAIT_MILLIS = 60_000;

    /// Three attempts; pauses of 250 ms to 4 s; a provider is waited for up to 20 s.
    public static final RetryRules DEFAULT = new RetryRules(MAX_ATTEMPTS, 250, 4_000, 20_000, true);
}
