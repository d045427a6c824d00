package io.affidavit.bench.drift;

import io.affidavit.bench.crash.Deadline;
import io.affidavit.bench.crash.House;
import io.affidavit.bench.crash.Victim;
import io.affidavit.bench.edge.AdminClient;
import io.affidavit.replay.fsck.AccountCheck;
import io.affidavit.replay.fsck.Fsck;
import io.affidavit.replay.verify.Failures;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// The whole test: a mixed load with kills in between, then all books side by side.
final class DriftRun {

    private static final int CALLERS = 16;

    /// Fewer than half of the callers share the first key.
    private static final int TIGHT = 6;

    private static final int SECONDS_TO_END = 120;
    private static final int SECONDS_TO_DRAW_NEAR = 3_600;
    private static final Duration BETWEEN_CHANGES = Duration.ofMillis(300);

    private final Path data;
    private final PrintStream out;
    private final int calls;
    private final int kills;
    private final long seed;
    private final List<String> complaints = new ArrayList<>();
    private int changes;

    /// @param data a data directory that does not exist yet
    /// @param calls how many calls are made at least
    /// @param kills how often the gateway is killed meanwhile
    DriftRun(Path data, PrintStream out, int calls, int kills, long seed) {
        this.data = data;
        this.out = out;
        this.calls = calls;
        this.kills = kills;
        this.seed = seed;
    }

    /// Makes the calls and returns what went wrong, which is nothing when all is well.
    List<String> run() throws IOException, InterruptedException, SQLException {
        Files.createDirectories(data);
        Files.writeString(
                data.resolve("affidavit.properties"),
                "affidavit.upstream.allowed-addresses=127.0.0.0/8,::1/128\n");
        try (ChargingProvider provider = new ChargingProvider(seed);
                Victim gateway = new Victim(data)) {
            JsonNode run = gateway.start();
            List<String> keys;
            try (AdminClient admin = admin(run)) {
                keys = Books.make(admin, provider.baseUrl(), TIGHT);
            }
            long began = System.nanoTime();
            MixedCallers callers =
                    new MixedCallers(run.path("dataUrl").asString(), keys, CALLERS, calls, seed);
            for (int kill = 1; kill <= kills; kill++) {
                changeLimitsUntil(run, callers, (int) ((long) calls * kill / (kills + 1)));
                gateway.kill();
                run = gateway.start();
                callers.moveTo(run.path("dataUrl").asString());
                out.printf("kill %d of %d at call %d%n", kill, kills, callers.made());
            }
            changeLimitsUntil(run, callers, calls);
            callers.join();
            out.printf(
                    "calls               %d taken in %d s, %d callers left early, %d kills%n",
                    callers.made(),
                    Duration.ofNanos(System.nanoTime() - began).toSeconds(),
                    callers.left(),
                    kills);
            audit(run, provider);
        }
        return complaints;
    }

    private AdminClient admin(JsonNode run) throws IOException {
        return new AdminClient(
                run.path("controlUrl").asString(),
                Files.readString(data.resolve("operator.token")).strip());
    }

    /// A limit that comes and goes while calls hold it: what they settle belongs to nobody.
    private void changeLimitsUntil(JsonNode run, MixedCallers callers, int goal)
            throws IOException, InterruptedException {
        Deadline deadline = Deadline.seconds(SECONDS_TO_DRAW_NEAR);
        try (AdminClient admin = admin(run)) {
            while (callers.made() < goal) {
                deadline.pause("calls do not go on");
                admin.delete("/admin/limits/" + Books.setAgain(admin));
                Books.setAgain(admin);
                changes++;
                Thread.sleep(BETWEEN_CHANGES);
            }
        }
    }

    private void audit(JsonNode run, ChargingProvider provider)
            throws IOException, InterruptedException, SQLException {
        House house = House.of(run);
        Deadline deadline = Deadline.seconds(SECONDS_TO_END);
        while (house.openCalls() > 0) {
            deadline.pause("calls stay open: " + house.openCalls());
        }
        Failures failures = new Failures(failure -> complaints.add(failure.line()));
        new Fsck(house.reader(), failures, (_, _) -> {}).run();
        int limits = new AccountCheck(house.reader(), failures).run();
        Comparison comparison = new Comparison(provider.charges());
        try (Connection connection = house.reader().getConnection()) {
            comparison.read(connection, Books.ORGANIZATION);
        }
        complaints.addAll(comparison.complaints());
        comparison.ends().forEach((end, count) -> out.printf("%8d            %s%n", count, end));
        out.printf(
                "provider            failed %d requests, charges for %d%n",
                provider.failed(), provider.charges().size());
        out.printf(
                "completed calls     %d, on record %s nano-USD, charged %s nano-USD%n",
                comparison.compared(), comparison.recorded(), comparison.charged());
        out.printf(
                "fsck --accounts     exit %d, %d limits, one of them set anew %d times%n",
                failures.exitCode(), limits, changes);
        compareSpend(run, comparison.all());
    }

    /// The read side adds up the same.
    private void compareSpend(JsonNode run, BigInteger recorded)
            throws IOException, InterruptedException {
        try (AdminClient admin = admin(run)) {
            Deadline deadline = Deadline.seconds(SECONDS_TO_END);
            BigInteger shown = spend(admin);
            while (!shown.equals(recorded)) {
                deadline.pause("/audit/spend says " + shown + " nano-USD, the log " + recorded);
                shown = spend(admin);
            }
            out.printf("/audit/spend        %s nano-USD, as the log says%n", shown);
        }
    }

    private static BigInteger spend(AdminClient admin) throws IOException, InterruptedException {
        BigInteger sum = BigInteger.ZERO;
        for (JsonNode row : admin.get("/audit/spend?groupBy=orgId").path("rows")) {
            if (row.path("orgId").asString().equals(Books.ORGANIZATION)) {
                sum = sum.add(new BigInteger(row.path("costNanoUsd").asString()));
            }
        }
        return sum;
    }
}
