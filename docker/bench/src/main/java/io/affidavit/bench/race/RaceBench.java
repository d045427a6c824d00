package io.affidavit.bench.race;

import io.affidavit.bench.edge.WorkDirectory;
import io.affidavit.bench.measure.MachineClock;
import java.util.List;

/// `docker/bench/run race [REPEATS [CALLERS]]`: 20 races of each kind with 500 calls, on one
/// gateway and on three. Exit 0 when each let exactly its ten through.
public final class RaceBench {

    private static final int REPEATS = 20;
    private static final int CALLERS = 500;

    private RaceBench() {}

    /// Runs everything; its directory stays when something went wrong.
    public static void main(String[] words) throws Exception {
        int repeats = words.length > 0 ? Integer.parseInt(words[0]) : REPEATS;
        int callers = words.length > 1 ? Integer.parseInt(words[1]) : CALLERS;
        WorkDirectory work = WorkDirectory.create();
        System.out.printf(
                "%d calls want %d places, %d times each, load %.1f%n",
                callers, Races.ROOM, repeats, MachineClock.loadAverage());
        List<String> complaints =
                new RaceRun(System.out, repeats, callers, true).run(work.path(), List.of(1, 3));
        complaints.forEach(System.out::println);
        System.out.println(complaints.isEmpty() ? "every limit was exact" : "NOT EXACT");
        if (complaints.isEmpty()) {
            work.delete();
        }
        System.exit(complaints.isEmpty() ? 0 : 1);
    }
}
