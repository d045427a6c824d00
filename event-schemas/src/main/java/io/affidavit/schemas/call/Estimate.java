package io.affidavit.schemas.call;

import io.affidavit.schemas.value.Public;

/// What a call is expected to use at most, made before it is forwarded.
///
/// @param inputTokens prompt tokens
/// @param outputTokens completion tokens of all choices: the request's own bound, else that of the
///   route, else [Bookings#UNBOUNDED_OUTPUT]. In `call.admitted` before revision 3 it is 0 where
///   the request named none
/// @param method how it was made, a code with its version such as `utf8_bytes_div3/1`
@Public
public record Estimate(long inputTokens, long outputTokens, @Public String method) {}
