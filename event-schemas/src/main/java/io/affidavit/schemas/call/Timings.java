package io.affidavit.schemas.call;

import io.affidavit.schemas.value.Public;
import org.jspecify.annotations.Nullable;

/// Durations of a call, measured on the node's monotonic clock.
///
/// @param admittedMicros from the request's last byte to its durable admission, microseconds
/// @param firstByteMicros from the last attempt's first byte sent to its first byte received,
///   microseconds; `null` when none came
/// @param totalMicros from the request's last byte to the end of the answer, microseconds
@Public
public record Timings(long admittedMicros, @Nullable Long firstByteMicros, long totalMicros) {}
