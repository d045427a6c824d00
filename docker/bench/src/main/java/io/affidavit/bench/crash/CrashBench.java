package io.affidavit.bench.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// `docker/bench/run crash [KILLS [DATABASE_STOPS [SEED]]]`: 50 kills and 10 database stops unless
/// told otherwise. Exit 0 when nothing was lost, 1 otherwise.
public final class CrashBench {

    private static final int KILLS = 50;
    private static final int DATABASE_STOPS = 10;

    private CrashBench() {}

    /// Runs the test in a fresh directory, which stays when something went wrong.
    public static void main(String[] arguments) throws Exception {
        int kills = arguments.length > 0 ? Integer.parseInt(arguments[0]) : KILLS;
        int stops = arguments.length > 1 ? Integer.parseInt(arguments[1]) : DATABASE_STOPS;
        long seed = arguments.length > 2 ? Long.parseLong(arguments[2]) : 1;
        Path work = Files.createTempDirectory("affidavit-crash");
        System.out.printf(
                "%d kills, %d database stops, seed %d, in %s%n", kills, stops, seed, work);
        List<String> complaints =
                new CrashTest(work.resolve("data"), System.out, seed)
                        .run(CrashTest.blows(kills, stops));
        complaints.forEach(System.out::println);
        if (complaints.isEmpty()) {
            delete(work);
        }
        System.out.println(complaints.isEmpty() ? "nothing was lost" : "SOMETHING WAS LOST");
        System.exit(complaints.isEmpty() ? 0 : 1);
    }

    private static void delete(Path work) throws IOException {
        try (Stream<Path> files = Files.walk(work)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
