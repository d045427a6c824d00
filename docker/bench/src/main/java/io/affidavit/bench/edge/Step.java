package io.affidavit.bench.edge;

import java.util.List;
import java.util.Map;

/// One thing that is measured in each round.
///
/// @param name how the report calls it
/// @param pace when calls are due
/// @param stream whether answers are streams
/// @param direct whether the same is measured without the gateway, for comparison
record Step(String name, Pace pace, boolean stream, boolean direct) {

    /// What can be chosen, and the steps it stands for.
    static final Map<String, List<Step>> GROUPS =
            Map.of(
                    "closed", List.of(closed(1), closed(16), closed(64)),
                    "c1", List.of(closed(1)),
                    "c16", List.of(closed(16)),
                    "c64", List.of(closed(64)),
                    "open", List.of(new Step("JSON, 300/s", new Pace.Open(300), false, true)),
                    "streams", List.of(new Step("streams, 60/s", new Pace.Open(60), true, true)));

    /// What the just-in-time compilers get to see before anything counts.
    static final List<Step> WARM_UP =
            List.of(closed(32), new Step("streams, c=16", new Pace.Closed(16), true, false));

    private static Step closed(int callers) {
        return new Step("JSON, c=" + callers, new Pace.Closed(callers), false, false);
    }
}
