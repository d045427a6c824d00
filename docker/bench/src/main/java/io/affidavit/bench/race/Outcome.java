package io.affidavit.bench.race;

/// What a crowd was told.
final class Outcome {

    private static final int OK = 200;
    private static final int TOO_MANY = 429;

    private int passed;
    private int refused;
    private int others;
    private String other = "";

    void add(int status) {
        if (status == OK) {
            passed++;
        } else if (status == TOO_MANY) {
            refused++;
        } else {
            lost("HTTP " + status);
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

    /// What is wrong with it, empty when nothing is.
    ///
    /// @param room calls that had to pass, all others being refused
    /// @param asked requests that reached the provider
    String complaint(int room, int asked) {
        return passed == room && asked == room && others == 0
                ? ""
                : "%d answered, %d at the provider (expected: %d), %d refused, %d neither %s"
                        .formatted(passed, asked, room, refused, others, other);
    }

    @Override
    public String toString() {
        return passed + " passed, " + refused + " refused";
    }
}
