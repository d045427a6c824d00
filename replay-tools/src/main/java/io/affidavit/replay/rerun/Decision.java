package io.affidavit.replay.rerun;

import java.util.Locale;

/// One recorded decision, made again.
///
/// @param position position of the record that holds it
/// @param type logical name of that record
/// @param what what was decided
/// @param verdict whether it follows
/// @param rule the version of whatever decided, in words
/// @param told what went in and what came out, one sentence
public record Decision(
        long position, String type, What what, Verdict verdict, String rule, String told) {

    /// Kinds of decisions.
    public enum What {
        /// How much a request may use at most.
        ESTIMATE,
        /// What a policy says of findings.
        JUDGEMENT,
        /// What is held of limits.
        HOLDS,
        /// Where an attempt goes.
        ROUTE,
        /// What a usage costs.
        PRICE,
        /// What is charged to limits in the end.
        SETTLEMENT;

        /// The word for people and machines.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// What came of making it again.
    public enum Verdict {
        /// The recorded decision is the one that the rule gives.
        FOLLOWS,
        /// The rule gives another one.
        DIFFERS,
        /// An input is not among the records at hand.
        NOT_SHOWN;

        /// The word for machines.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
