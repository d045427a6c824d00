package io.affidavit.bench.routes;

import io.affidavit.bench.edge.WorkDirectory;
import java.util.List;

/// `docker/bench/run routes [CALLS [SEED]]`: 10,000 calls unless told otherwise. Exit 0 when no
/// client saw a failure and every choice follows from its record, 1 otherwise.
public final class RoutesBench {

    private static final int CALLS = 10_000;

    private RoutesBench() {}

    /// Runs in a fresh directory, which stays when something went wrong.
    public static void main(String[] words) throws Exception {
        int calls = words.length > 0 ? Integer.parseInt(words[0]) : CALLS;
        long seed = words.length > 1 ? Long.parseLong(words[1]) : 1;
        WorkDirectory work = WorkDirectory.create();
        System.err.println("bench: working in " + work.path() + ", seed " + seed);
        List<String> complaints =
                new RoutesRun(work.path().resolve("data"), System.out, calls, seed).run();
        complaints.forEach(System.out::println);
        if (!complaints.isEmpty()) {
            System.exit(1);
        }
        work.delete();
    }
}
