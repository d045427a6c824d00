package io.affidavit.bench.crash;

import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import tools.jackson.databind.JsonNode;

/// Deals one blow after the other, and brings the gateway back after each.
final class Striker {

    private static final int LONGEST_WAIT_MILLIS = 1_500;
    private static final int STREAMS = 3;
    private static final String LONG_ANSWER = "[[tokens:100000]]";

    private final Victim victim;
    private final Caller caller;
    private final Load load;
    private final SplittableRandom random;
    private House house;
    private String url;

    Striker(Victim victim, Caller caller, Load load, JsonNode run, long seed) throws IOException {
        this.victim = victim;
        this.caller = caller;
        this.load = load;
        this.random = new SplittableRandom(seed);
        this.house = House.of(run);
        this.url = run.path("dataUrl").asString();
    }

    House house() {
        return house;
    }

    void strike(Blow blow) throws IOException, InterruptedException, SQLException {
        switch (blow) {
            case ANY_TIME -> {
                Thread.sleep(random.nextInt(LONGEST_WAIT_MILLIS));
                victim.kill();
            }
            case BEFORE_COMMIT -> beforeCommit();
            case AFTER_COMMIT -> afterCommit();
            case MID_STREAM -> midStream();
            case DATABASE -> {
                Thread.sleep(random.nextInt(LONGEST_WAIT_MILLIS));
                victim.stopDatabaseAtOnce();
            }
        }
        if (blow.isKill()) {
            revive();
        }
        awaitSuccess();
    }

    private void beforeCommit() throws SQLException, InterruptedException {
        CommitGate gate = CommitGate.shut(house);
        victim.kill();
        closeThoughItsServerMayBeGone(gate);
    }

    private void afterCommit() throws SQLException, IOException, InterruptedException {
        CommitGate gate = CommitGate.shut(house);
        long before = house.size();
        victim.freeze();
        gate.close();
        Deadline deadline = Deadline.seconds(30);
        while (house.size() == before) {
            deadline.pause("nothing was committed behind the gate");
        }
        victim.kill();
    }

    private void midStream() throws IOException, InterruptedException {
        List<InputStream> streams = new ArrayList<>();
        for (int i = 0; i < STREAMS; i++) {
            streams.add(caller.begin(url, LONG_ANSWER));
        }
        victim.kill();
        for (InputStream stream : streams) {
            try {
                stream.close();
            } catch (IOException e) { // its other end was killed, as intended
            }
        }
    }

    private static void closeThoughItsServerMayBeGone(CommitGate gate) {
        try {
            gate.close();
        } catch (SQLException e) { // the supervisor has stopped the server already
        }
    }

    private void revive() throws IOException {
        JsonNode run = victim.start();
        house = House.of(run);
        url = run.path("dataUrl").asString();
        load.moveTo(url);
    }

    /// The gateway lives, and a call succeeds.
    private void awaitSuccess() throws InterruptedException {
        Deadline deadline = Deadline.seconds(60);
        while (caller.call(url, "again?", false).isEmpty()) {
            if (!victim.isAlive()) {
                throw new IllegalStateException("the gateway died of something else");
            }
            deadline.pause("no call succeeds any more");
        }
    }
}
