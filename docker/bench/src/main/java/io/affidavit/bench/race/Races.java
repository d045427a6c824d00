package io.affidavit.bench.race;

import io.affidavit.bench.edge.AdminClient;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Runs races on some gateways: a limit is set, a crowd is released, the limit is removed.
///
/// @param admin sets limits, on one of the gateways
/// @param tenant whose limits
/// @param provider counts what passes
/// @param crowd goes to all of the gateways
/// @param callers calls of each race
record Races(AdminClient admin, Tenant tenant, GatedProvider provider, Crowd crowd, int callers) {

    /// Calls that each tight limit has room for.
    static final int ROOM = 10;

    private static final int WAVES = 5;
    private static final Duration BETWEEN_WAVES = Duration.ofMillis(300);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(5);

    /// One race and what became of it.
    ///
    /// @param outcome what its callers were told
    /// @param asked requests that reached the provider
    record Result(Outcome outcome, int asked) {

        Outcome.Verdict verdict() {
            return outcome.verdict(ROOM, asked);
        }

        @Override
        public String toString() {
            return outcome + ", " + asked + " at the provider (expected: " + ROOM + ")";
        }
    }

    /// One race.
    Result run(RaceCase race) throws IOException, InterruptedException {
        List<String> limits = set(race);
        Result result =
                switch (race.kind()) {
                    case AT_ONCE -> result(crowd.release(callers).outcome());
                    case IN_WAVES -> result(waves());
                    case HELD_OPEN -> {
                        Result first = heldOpen();
                        yield first.verdict() == Outcome.Verdict.EXACT ? heldOpen() : first;
                    }
                };
        remove(limits);
        return result;
    }

    private Result result(Outcome outcome) {
        return new Result(outcome, provider.takeAsked());
    }

    /// The limits of a race; the tight one is set last, so that no call comes in between.
    List<String> set(RaceCase race) throws IOException, InterruptedException {
        List<String> limits = new ArrayList<>();
        List<Map<String, Object>> scopes = tenant.scopes();
        for (int i = 0; race.chain() && i < scopes.size(); i++) {
            if (i != race.scope()) {
                limits.add(set(scopes.get(i), race, callers));
            }
        }
        limits.add(set(scopes.get(race.scope()), race, ROOM));
        return limits;
    }

    private String set(Map<String, Object> scope, RaceCase race, int calls)
            throws IOException, InterruptedException {
        BigDecimal amount = Tenant.uses(race.unit()).multiply(BigDecimal.valueOf(calls));
        return admin.put(
                        "/admin/limits",
                        Map.of(
                                "scope",
                                scope,
                                "unit",
                                race.unit(),
                                "window",
                                race.window(),
                                "amount",
                                amount.stripTrailingZeros().toPlainString()))
                .get("id")
                .asString();
    }

    void remove(List<String> limits) throws IOException, InterruptedException {
        for (String limit : limits) {
            admin.delete("/admin/limits/" + limit);
        }
    }

    private Outcome waves() throws InterruptedException {
        Outcome all = new Outcome();
        for (int i = 0; i < WAVES; i++) {
            Crowd.UnderWay wave = crowd.release(callers / WAVES);
            Thread.sleep(BETWEEN_WAVES);
            all.add(wave.outcome());
        }
        return all;
    }

    private Result heldOpen() throws InterruptedException {
        provider.shut();
        Crowd.UnderWay all = crowd.release(callers);
        long patience = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (all.answered() < callers - ROOM && System.nanoTime() < patience) {
            Thread.sleep(LOOK_AGAIN);
        }
        provider.open();
        return result(all.outcome());
    }
}
