package io.affidavit.replay.proof;

import io.affidavit.replay.verify.Check;
import io.affidavit.replay.verify.Failures;
import io.affidavit.schemas.evidence.EvidenceEvent;
import io.affidavit.schemas.evidence.LogKeyAdded;
import io.affidavit.schemas.evidence.LogKeyRetired;
import io.affidavit.schemas.evidence.LogKeyUse;
import io.affidavit.schemas.evidence.LogOpened;
import io.affidavit.schemas.evidence.LogOrigin;
import io.affidavit.schemas.evidence.VerifierKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What a log's own records say of its keys, taken in their order. A key that its predecessor did
/// not sign, or that nobody showed to hold, is told and never believed.
public final class KeyHistory {

    private static final long ALWAYS = Long.MAX_VALUE;

    private final Failures failures;
    private final SignatureCheck signatures = new SignatureCheck();
    private final Map<LogKeyUse, List<Term>> terms = new EnumMap<>(LogKeyUse.class);

    /// @param since when its record was appended
    private record Term(VerifierKey key, long from, long to, Instant since) {}

    /// @param failures gets what is wrong
    public KeyHistory(Failures failures) {
        this.failures = failures;
    }

    private List<Term> of(LogKeyUse use) {
        return terms.computeIfAbsent(use, _ -> new ArrayList<>());
    }

    /// Takes the next record of the log's own story.
    ///
    /// @param position where it stands
    /// @param at when it was appended
    public void add(long position, Instant at, EvidenceEvent event) {
        try {
            switch (event) {
                case LogOpened opened -> {
                    first(LogKeyUse.ED25519, opened.ed25519Key(), at);
                    first(LogKeyUse.ML_DSA_44, opened.mlDsa44Key(), at);
                    first(LogKeyUse.RECEIPT, opened.receiptKey(), at);
                }
                case LogKeyAdded added -> added(position, at, added);
                case LogKeyRetired retired -> retired(position, at, retired);
                case EvidenceEvent _ -> {
                    // Says nothing of keys.
                }
            }
        } catch (IllegalArgumentException e) {
            refuse(position, String.valueOf(e.getMessage()), "keys of the log");
        }
    }

    private void first(LogKeyUse use, String key, Instant at) {
        of(use).add(new Term(VerifierKey.parse(key), 0, ALWAYS, at));
    }

    private void added(long position, Instant at, LogKeyAdded event) {
        List<Term> known = of(event.use());
        VerifierKey key = VerifierKey.parse(event.key());
        boolean isNext =
                !known.isEmpty()
                        && open(known).size() == 1
                        && known.getLast().key().toString().equals(event.replaces())
                        && known.stream().noneMatch(term -> term.key().equals(key));
        if (!isNext) {
            refuse(position, "key %08x".formatted(key.keyId()), "a key after the only one");
            return;
        }
        VerifierKey old = known.getLast().key();
        byte[] message = LogKeyAdded.message(new LogOrigin(old.name()), event.use(), old, key);
        boolean agreed =
                key.name().equals(old.name())
                        && key.algorithm() == old.algorithm()
                        && holds(key, message, event.possession())
                        && holds(old, message, event.consent());
        if (agreed) {
            known.add(new Term(key, position + 1, ALWAYS, at));
        } else {
            refuse(
                    position,
                    "a signature that does not hold",
                    "key %08x signed by itself and by the one before".formatted(key.keyId()));
        }
    }

    private boolean holds(VerifierKey key, byte[] message, String signature) {
        return signatures.holds(key, message, Base64.getDecoder().decode(signature));
    }

    private void retired(long position, Instant at, LogKeyRetired event) {
        List<Term> known = of(event.use());
        List<Term> open = open(known);
        if (open.size() != 2 || !open.getFirst().key().toString().equals(event.key())) {
            refuse(position, "a key retired", "the older one of two");
            return;
        }
        if (at.isBefore(open.getLast().since().plus(LogKeyRetired.OVERLAP_MIN))) {
            refuse(
                    position,
                    "retired at " + at,
                    "not within "
                            + LogKeyRetired.OVERLAP_MIN.toHours()
                            + " h of "
                            + open.getLast().since());
        }
        Term ended = open.getFirst();
        known.set(
                known.indexOf(ended),
                new Term(ended.key(), ended.from(), position + 1, ended.since()));
    }

    private static List<Term> open(List<Term> terms) {
        return terms.stream().filter(term -> term.to() == ALWAYS).toList();
    }

    private void refuse(long position, String found, String expected) {
        failures.add(Check.RECORD_FORM, "record " + position + " data", found, expected);
    }

    /// Whether the log has named any key.
    public boolean isEmpty() {
        return of(LogKeyUse.ED25519).isEmpty();
    }

    /// Whom the log itself says to believe.
    public TrustPolicy policy() {
        List<TrustPolicy.LogKey> keys = new ArrayList<>();
        List<TrustPolicy.LogKey> receipts = new ArrayList<>();
        for (Term term : of(LogKeyUse.ED25519)) {
            keys.add(new TrustPolicy.LogKey(term.key(), term.from(), term.to()));
        }
        for (Term term : of(LogKeyUse.ML_DSA_44)) {
            keys.add(new TrustPolicy.LogKey(term.key(), term.from(), term.to()));
        }
        for (Term term : of(LogKeyUse.RECEIPT)) {
            receipts.add(new TrustPolicy.LogKey(term.key(), 0, term.to()));
        }
        return new TrustPolicy(keys, receipts, false);
    }
}
