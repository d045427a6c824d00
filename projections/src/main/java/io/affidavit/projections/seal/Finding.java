package io.affidavit.projections.seal;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Where the log is not what was sealed of it, or not what it says of itself.
///
/// @param kind what does not hold
/// @param ended ordinal of the log where that is so, if it has ended; `null` for the open one
/// @param position position of the record, or size of the tree, that shows it
/// @param found what is there
/// @param expected what should be there
public record Finding(
        Kind kind, @Nullable Integer ended, long position, String found, String expected) {

    /// What can be wrong, with the exit code that `fsck` and `verify` have for the same.
    public enum Kind {
        /// A sealed tree is longer than the log, or another one: an old backup, or a fork.
        ROLLBACK(23),
        /// A published checkpoint contradicts what was recomputed.
        SPLIT_VIEW(23),
        /// A checkpoint is not signed by the log's keys, or says another thing than its row.
        CHECKPOINT(20),
        /// The head does not commit to its records.
        HEAD(30),
        /// A leaf hash is not that of its record.
        LEAF(30),
        /// A tile holds other hashes than its records have.
        TILE(30),
        /// A record has not the form of a record of this log at its place.
        RECORD_FORM(31),
        /// A record names another predecessor than it has.
        CHAIN(32),
        /// A record below the end of the log is not there.
        MISSING(33),
        /// The chain of an organization has a gap.
        ORGANIZATION(33);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        /// The kind as records and people spell it.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// The kind behind a [#word]; a word of another edition is as good as any.
        static Kind ofWord(String word) {
            for (Kind kind : values()) {
                if (kind.word().equals(word)) {
                    return kind;
                }
            }
            return LEAF;
        }

        /// Exit code of the same failure in an audit.
        public int code() {
            return code;
        }
    }

    /// The same finding again, seen later, is not another one.
    boolean isLike(Finding other) {
        return kind == other.kind
                && Objects.equals(ended, other.ended)
                && position == other.position;
    }

    /// For people.
    @Override
    public String toString() {
        return (ended == null ? "" : "log " + ended + ": ")
                + kind.word().replace('_', ' ')
                + " at "
                + position
                + ": "
                + found
                + " (expected: "
                + expected
                + ")";
    }
}
