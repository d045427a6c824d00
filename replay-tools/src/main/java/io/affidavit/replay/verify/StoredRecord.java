package io.affidavit.replay.verify;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A record as it lies in storage, with what lies beside it.
///
/// @param position the place it is stored under
/// @param bytes the record, exactly as stored
/// @param columns what the database repeats of it; null where a record comes alone
/// @param parts the blobs stored for it
@SuppressWarnings("ArrayRecordComponent") // stored bytes on their way through a hash, never kept
public record StoredRecord(
        long position, byte[] bytes, @Nullable RecordColumns columns, List<StoredPart> parts) {}
