package io.affidavit.bench.crash;

import io.affidavit.replay.fsck.AuditedLog;
import io.affidavit.replay.fsck.Fsck;
import io.affidavit.replay.verify.Failures;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// The whole test: blows under load, the ledger compared after each, and the log audited at the
/// end.
final class CrashTest {

    private static final int CALLERS = 8;
    private static final int SECONDS_TO_ABANDON = 60;

    private final Path data;
    private final PrintStream out;
    private final long seed;
    private final Ledger ledger = new Ledger();
    private final List<String> complaints = new ArrayList<>();
    private final Map<Blow, Integer> dealt = new EnumMap<>(Blow.class);

    /// @param data an empty data directory
    /// @param seed of the random moments
    CrashTest(Path data, PrintStream out, long seed) {
        this.data = data;
        this.out = out;
        this.seed = seed;
    }

    /// Deals the blows and returns what went wrong, which is nothing when all is well.
    List<String> run(List<Blow> blows) throws IOException, InterruptedException, SQLException {
        try (Victim victim = new Victim(data)) {
            JsonNode run = victim.start();
            CommitGate.install(House.of(run));
            Caller caller = new Caller(Files.readString(data.resolve("demo.key")).strip());
            House house = strike(victim, caller, run, blows);
            audit(house);
        }
        return complaints;
    }

    private House strike(Victim victim, Caller caller, JsonNode run, List<Blow> blows)
            throws IOException, InterruptedException, SQLException {
        String url = run.path("dataUrl").asString();
        try (Load load = new Load(caller, ledger, url, CALLERS)) {
            Striker striker = new Striker(victim, caller, load, run, seed);
            for (Blow blow : blows) {
                striker.strike(blow);
                dealt.merge(blow, 1, Integer::sum);
                compare(striker.house());
                out.printf("%-13s %3d of %d%n", blow, total(), blows.size());
            }
            return striker.house();
        }
    }

    /// Every success that a caller saw is on record with its end.
    private void compare(House house) throws SQLException {
        Set<String> lost = house.notCompleted(ledger.takeSuccesses());
        if (!lost.isEmpty()) {
            complaints.add("callers saw success, the log has no end of: " + lost);
        }
    }

    private void audit(House house) throws SQLException, IOException, InterruptedException {
        compare(house);
        Deadline deadline = Deadline.seconds(SECONDS_TO_ABANDON);
        while (house.openCalls() > 0) {
            deadline.pause("calls stay open: " + house.openCalls());
        }
        if (house.endedTwice() > 0) {
            complaints.add(house.endedTwice() + " calls ended twice");
        }
        Failures failures = new Failures(failure -> complaints.add(failure.line()));
        List<AuditedLog> logs = new Fsck(house.reader(), failures, (_, _) -> {}).run();
        out.printf("blows               %s%n", dealt);
        out.printf(
                "callers saw         %d successes, %d others%n",
                ledger.successes(), ledger.others());
        out.printf(
                "calls abandoned     %d, each once; open %d%n",
                house.abandoned(), house.openCalls());
        for (AuditedLog log : logs) {
            out.printf(
                    "fsck                %d, size %d, root %s%n",
                    failures.exitCode(), log.size(), log.root());
        }
    }

    private int total() {
        return dealt.values().stream().mapToInt(Integer::intValue).sum();
    }

    /// The blows of a whole run: kills of every kind in turns, database stops in between.
    static List<Blow> blows(int kills, int databaseStops) {
        List<Blow> kinds = Arrays.stream(Blow.values()).filter(Blow::isKill).toList();
        List<Blow> blows = new ArrayList<>();
        for (int i = 0; i < kills; i++) {
            blows.add(kinds.get(i % kinds.size()));
            if (i * databaseStops / kills < (i + 1) * databaseStops / kills) {
                blows.add(Blow.DATABASE);
            }
        }
        return blows;
    }
}
