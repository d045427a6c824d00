package io.affidavit.edge.call;

import java.util.concurrent.atomic.AtomicLong;

/// Bounds the memory of all answers that are kept for their record, beside the bound of each. An
/// answer counts from its first kilobyte until its call ends.
public final class AnswerBudget {

    private final int maxAnswer;
    private final long maxTotal;
    private final AtomicLong used = new AtomicLong();

    /// @param maxAnswer bytes of one answer
    /// @param maxTotal bytes of all answers together
    public AnswerBudget(int maxAnswer, long maxTotal) {
        this.maxAnswer = maxAnswer;
        this.maxTotal = maxTotal;
    }

    /// Begins an answer, for one event loop.
    public Share open() {
        return new Share();
    }

    /// What one answer has taken.
    public final class Share {

        private final AtomicLong taken = new AtomicLong();

        private Share() {}

        /// Most bytes of this answer.
        public int max() {
            return maxAnswer;
        }

        /// Takes bytes out of the budget, or says no and takes none.
        public boolean take(int bytes) {
            if (used.addAndGet(bytes) > maxTotal) {
                used.addAndGet(-bytes);
                return false;
            }
            taken.addAndGet(bytes);
            return true;
        }

        /// Gives all of it back; a second time nothing.
        void giveBack() {
            used.addAndGet(-taken.getAndSet(0));
        }
    }
}
