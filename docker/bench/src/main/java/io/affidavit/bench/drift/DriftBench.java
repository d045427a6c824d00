package io.affidavit.bench.drift;

import io.affidavit.bench.edge.WorkDirectory;
import java.util.List;

/// `docker/bench/run drift [CALLS [KILLS [SEED]]]`: 110,000 calls, of which some leave before they
/// are on record, and 20 kills unless told otherwise. Exit 0 when nothing differs by a single
/// nano-USD.
public final class DriftBench {

    private static final int CALLS = 110_000;
    private static final int KILLS = 20;

    private DriftBench() {}

    /// Runs it in a fresh directory, which stays when something went wrong.
    public static void main(String[] words) throws Exception {
        int calls = words.length > 0 ? Integer.parseInt(words[0]) : CALLS;
        int kills = words.length > 1 ? Integer.parseInt(words[1]) : KILLS;
        long seed = words.length > 2 ? Long.parseLong(words[2]) : 1;
        WorkDirectory work = WorkDirectory.create();
        System.out.printf("%d calls, %d kills, seed %d, in %s%n", calls, kills, seed, work.path());
        List<String> complaints =
                new DriftRun(work.path().resolve("data"), System.out, calls, kills, seed).run();
        complaints.forEach(System.out::println);
        if (complaints.isEmpty()) {
            work.delete();
        }
        System.out.println(complaints.isEmpty() ? "no drift at all" : "THE BOOKS DIFFER");
        System.exit(complaints.isEmpty() ? 0 : 1);
    }
}
