package io.affidavit.bench.race;

/// What a crowd was told.
final class Outcome {

    private static final int OK = 200;
    private static final int TOO_MANY = 429;

    private int passed;
    private int refused;
    private int others;
    private String other = "";

    void add(Crowd.Answer answer) {
        if (answer.status() == OK) {
            passed++;
        } else if (answer.status() == TOO_MANY) {
            refused++;
        } else {
            lost("HTTP " + answer.status() + " " + answer.body());
        }
    }

    /// A call got neither an answer nor a refusal.
    void lost(String what) {
        others++;
        other = what;
    }

    void add(Outcome more) {
        passed += more.passed;
        refused += more.refused;
        others += more.others;
        other = more.others > 0 ? more.other : other;
    }

    /// How a race went.
    enum Verdict {
        EXACT,
        /// Nobody passed who had to be refused, but some calls were not decided: a gateway that
        /// cannot put a call on record in time answers 503, and such a call may have taken a place.
        VOID,
        WRONG
    }

    /// @param room calls that had to pass, all others being refused
    /// @param asked requests that reached the provider
    Verdict verdict(int room, int asked) {
        if (passed == room && asked == room && others == 0) {
            return Verdict.EXACT;
        }
        return others > 0 && passed <= room && asked <= room ? Verdict.VOID : Verdict.WRONG;
    }

    @Override
    public String toString() {
        return "%d answered, %d refused, %d neither %s".formatted(passed, refused, others, other);
    }
}
