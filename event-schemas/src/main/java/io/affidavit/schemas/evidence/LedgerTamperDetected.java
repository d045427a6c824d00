package io.affidavit.schemas.evidence;

import io.affidavit.schemas.value.Public;
import org.jspecify.annotations.Nullable;

/// The log contradicted itself or its seals. Told once for each finding, however long it lasts.
///
/// @param finding what did not hold: `leaf`, `chain`, `tile`, ...
/// @param code exit code of the same failure in an audit
/// @param log ordinal of the log that it was found in, where that has ended; `null` for the one
///   that this stands in
/// @param position position of the record, or size of the tree, that shows it
/// @param found what was there; hashes, sizes and names of logs and organizations only
/// @param expected what should have been there
public record LedgerTamperDetected(
        @Public String finding,
        int code,
        @Nullable Integer log,
        long position,
        @Public String found,
        @Public String expected)
        implements EvidenceEvent {}
