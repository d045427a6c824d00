package io.affidavit.bench.race;

import java.util.ArrayList;
import java.util.List;

/// One kind of race.
///
/// @param name how it is called in the report
/// @param unit of the tight limit
/// @param window of the tight limit
/// @param scope on which it hangs, by its place in the chain
/// @param chain whether the other scopes have a limit too, with room for everybody
/// @param kind how the calls come
record RaceCase(String name, String unit, String window, int scope, boolean chain, Kind kind) {

    private static final int KEY = 3;
    private static final List<String> SCOPES = List.of("organization", "team", "project", "key");

    /// How the calls of a race come, and what becomes of those that pass.
    enum Kind {
        /// All at one moment; answered as soon as they come.
        AT_ONCE,
        /// In waves over more than one second, which is a part of the sliding minute.
        IN_WAVES,
        /// All at one moment; those that pass stay open until all others are refused. Then the same
        /// once more.
        HELD_OPEN
    }

    static List<RaceCase> all() {
        List<RaceCase> all = new ArrayList<>();
        all.add(new RaceCase("budget", "usd", "total", KEY, false, Kind.AT_ONCE));
        all.add(new RaceCase("requests a minute", "requests", "minute", KEY, false, Kind.IN_WAVES));
        all.add(new RaceCase("tokens a minute", "tokens", "minute", KEY, false, Kind.IN_WAVES));
        all.add(new RaceCase("parallel calls", "parallel", "total", KEY, false, Kind.HELD_OPEN));
        for (int i = 0; i < SCOPES.size(); i++) {
            all.add(
                    new RaceCase(
                            "chain, " + SCOPES.get(i) + " tight",
                            "requests",
                            "day",
                            i,
                            true,
                            Kind.AT_ONCE));
        }
        return all;
    }
}
