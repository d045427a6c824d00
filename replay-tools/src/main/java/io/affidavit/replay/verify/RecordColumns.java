package io.affidavit.replay.verify;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The columns of a record's row that repeat what its bytes say.
///
/// @param leaf leaf hash
/// @param type logical name of the event, ASCII
/// @param aggregate see [AggregateIds]
/// @param aggregateSequence place in the aggregate's story
/// @param organization slug of the tenant, ASCII; null for a house-wide event
@SuppressWarnings("ArrayRecordComponent") // column bytes as read, compared and dropped
public record RecordColumns(
        byte[] leaf,
        byte[] type,
        UUID aggregate,
        int aggregateSequence,
        byte @Nullable [] organization) {}
