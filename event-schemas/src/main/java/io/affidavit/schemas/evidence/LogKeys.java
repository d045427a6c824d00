package io.affidavit.schemas.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// The keys of a log and the sizes they are good for, as its own records name them. Whether the
/// signatures in those records hold, each reader finds out for itself.
///
/// @param origin the log
/// @param terms in the order in which they began
public record LogKeys(LogOrigin origin, List<Term> terms) {

    private static final long ALWAYS = Long.MAX_VALUE;

    /// A key and the checkpoints whose sizes ask for its line. A key of receipts signs for
    /// positions below `to`: what its predecessor signed it may sign again.
    ///
    /// @param from first size: the record that names it is in the tree
    /// @param to behind the last one
    public record Term(LogKeyUse use, VerifierKey key, long from, long to) {

        /// Whether a checkpoint of this size is under it.
        public boolean covers(long size) {
            return size >= from && size < to;
        }

        /// Whether nothing has ended it.
        public boolean isOpen() {
            return to == ALWAYS;
        }
    }

    public LogKeys {
        terms = List.copyOf(terms);
    }

    /// The keys of a log's first record.
    ///
    /// @throws IllegalArgumentException if they are not keys of this log
    public static LogKeys of(LogOrigin origin, LogOpened opened) {
        return new LogKeys(
                origin,
                List.of(
                        first(origin, LogKeyUse.ED25519, opened.ed25519Key()),
                        first(origin, LogKeyUse.ML_DSA_44, opened.mlDsa44Key()),
                        first(origin, LogKeyUse.RECEIPT, opened.receiptKey())));
    }

    private static Term first(LogOrigin origin, LogKeyUse use, String key) {
        return new Term(use, key(origin, use, key), 0, ALWAYS);
    }

    /// Reads a key that must be one of this log's for that use.
    ///
    /// @throws IllegalArgumentException if it is anything else
    public static VerifierKey key(LogOrigin origin, LogKeyUse use, String text) {
        VerifierKey key = VerifierKey.parse(text);
        if (!key.name().equals(origin.value()) || key.algorithm() != use.algorithm()) {
            throw new IllegalArgumentException(
                    use.code() + " key: " + key.algorithm() + " of " + key.name());
        }
        return key;
    }

    /// The keys after the next record of the log's own story.
    ///
    /// @param position where the record stands
    /// @throws IllegalArgumentException for a record that does not follow from those before it
    public LogKeys with(long position, EvidenceEvent event) {
        return switch (event) {
            case LogKeyAdded added -> added(position + 1, added);
            case LogKeyRetired retired -> retired(position + 1, retired);
            case LogOpened _, LogHeartbeat _, LedgerTamperDetected _ -> this;
        };
    }

    private LogKeys added(long size, LogKeyAdded event) {
        List<VerifierKey> present = present(event.use());
        VerifierKey key = key(origin, event.use(), event.key());
        require(
                present.size() == 1 && present.getFirst().toString().equals(event.replaces()),
                "a key that takes over from the only one");
        require(terms.stream().noneMatch(term -> term.key().equals(key)), "a new key");
        List<Term> all = new ArrayList<>(terms);
        all.add(new Term(event.use(), key, size, ALWAYS));
        return new LogKeys(origin, all);
    }

    private LogKeys retired(long size, LogKeyRetired event) {
        List<VerifierKey> present = present(event.use());
        require(
                present.size() == 2 && present.getFirst().toString().equals(event.key()),
                "the older one of two keys");
        return new LogKeys(
                origin,
                terms.stream()
                        .map(term ->
                                term.use() == event.use() && term.key().equals(present.getFirst())
                                        ? new Term(term.use(), term.key(), term.from(), size)
                                        : term)
                        .toList());
    }

    /// The keys of a use that nothing has ended, the older one first: one, or two in an overlap.
    public List<VerifierKey> present(LogKeyUse use) {
        return keys(term -> term.use() == use && term.isOpen());
    }

    /// The keys whose lines a checkpoint of this size must carry.
    public List<VerifierKey> signing(long size) {
        return keys(term -> term.use() != LogKeyUse.RECEIPT && term.covers(size));
    }

    private List<VerifierKey> keys(Predicate<Term> which) {
        return terms.stream().filter(which).map(Term::key).toList();
    }

    private static void require(boolean good, String expected) {
        if (!good) {
            throw new IllegalArgumentException("log key: (expected: " + expected + ")");
        }
    }
}
