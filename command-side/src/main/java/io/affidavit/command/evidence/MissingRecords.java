package io.affidavit.command.evidence;

import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.LongStream;

/// Brings what other nodes appended into this node's memory, once for all of its readers.
///
/// Between the others' records stand this node's own, which are there already, so one question asks
/// for all that a reader misses up to the end. Whoever comes meanwhile waits for its answer.
final class MissingRecords {

    /// A reader that is further behind reads the table by itself: what it fetched would push newer
    /// records out of the memory that the others read.
    private static final int NEAR = CommittedRing.SLOTS / 2;

    private final CommittedRing ring;
    private final RecordTable table;
    private final ReentrantLock fetching = new ReentrantLock();

    MissingRecords(CommittedRing ring, RecordTable table) {
        this.ring = ring;
        this.table = table;
    }

    /// Fetches what is missing from a place on, at most a page, unless it is there by now. Nothing
    /// when the place is far behind the end, or the table lacks the record.
    ///
    /// @throws RuntimeException if the database does not answer
    void fetch(long first) {
        if (ring.end() - first > NEAR) {
            return;
        }
        fetching.lock();
        try {
            long[] places = places(first);
            if (places.length > 0 && places[0] == first) {
                table.at(places).forEach(ring::keep);
            }
        } finally {
            fetching.unlock();
        }
    }

    /// Those from `first` on that are known to be committed and not in memory; all of one log.
    private long[] places(long first) {
        long end = Math.min(ring.end(), first + RecordTable.PAGE);
        return LongStream.range(first, end).filter(place -> ring.get(place) == null).toArray();
    }
}
