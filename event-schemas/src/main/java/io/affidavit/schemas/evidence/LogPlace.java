package io.affidavit.schemas.evidence;

import java.util.Optional;

/// Where a record stands in the whole history of a house: in which of its logs, and where in that.
///
/// A house has one log until a restored backup makes it begin another one; positions begin at 0 in
/// each. Whatever orders records over all logs (tokens of readers, read tables, cursors) keeps a
/// place in one number, which for the first log is the position itself.
///
/// @param log ordinal of the log, from 0
/// @param position in that log, from 0
public record LogPlace(int log, long position) {

    private static final int BITS = 40;

    /// The last ordinal: places below 2^53 are exact in JSON (RFC 8259 §6).
    public static final int LOG_MAX = (1 << (53 - BITS)) - 1;

    /// The last position.
    public static final long POSITION_MAX = (1L << BITS) - 1;

    /// The first place of all.
    public static final LogPlace FIRST = new LogPlace(0, 0);

    public LogPlace {
        if (log < 0 || log > LOG_MAX || position < 0 || position > POSITION_MAX) {
            throw new IllegalArgumentException(
                    "place: %d/%d (expected: 0..%d/0..%d)"
                            .formatted(log, position, LOG_MAX, POSITION_MAX));
        }
    }

    /// Reads what [#packed] wrote.
    public static LogPlace of(long packed) {
        return new LogPlace((int) (packed >>> BITS), packed & POSITION_MAX);
    }

    /// The same as a number: later logs above earlier ones, later positions above earlier ones.
    public static long pack(int log, long position) {
        return ((long) log << BITS) + position;
    }

    /// The place as one number.
    public long packed() {
        return pack(log, position);
    }

    /// How a place is written for people and in JSON: the log's ordinal only where there was more
    /// than one log.
    public Optional<Integer> shownLog() {
        return log == 0 ? Optional.empty() : Optional.of(log);
    }

    /// `position`, or `log/position` behind the first log.
    @Override
    public String toString() {
        return log == 0 ? Long.toString(position) : log + "/" + position;
    }
}
