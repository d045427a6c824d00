package io.affidavit.schemas.call;

import io.affidavit.schemas.value.Public;

/// What a call is expected to use at most, made before it is forwarded.
///
/// @param inputTokens prompt tokens
/// @param outputTokens completion tokens the request allows; 0 where it names no bound
/// @param method how it was made, a code with its version such as `utf8_bytes_div3/1`
@Public
public record Estimate(long inputTokens, long outputTokens, @Public String method) {}
