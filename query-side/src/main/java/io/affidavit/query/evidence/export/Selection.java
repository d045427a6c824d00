package io.affidavit.query.evidence.export;

import io.affidavit.schemas.evidence.LogOrigin;
import io.affidavit.schemas.value.OrganizationId;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// Which records a bundle is made of.
///
/// @param log the log
/// @param organization whose they are; `null` for house-wide ones
/// @param positions where they stand, ascending, each once
/// @param open calls asked for that have no end yet
@SuppressWarnings("ArrayRecordComponent") // up to millions: one array, never a copy
record Selection(
        LogOrigin log, @Nullable OrganizationId organization, long[] positions, List<String> open) {

    Selection {
        open = List.copyOf(open);
    }

    /// The newest of them.
    long last() {
        return positions[positions.length - 1];
    }

    /// Both, ascending, each once.
    static long[] union(long[] one, long[] other) {
        return LongStream.concat(Arrays.stream(one), Arrays.stream(other))
                .sorted()
                .distinct()
                .toArray();
    }
}
