package io.affidavit.projections.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.projections.testing.ReadDatabase;
import io.affidavit.projections.testing.Stories;
import io.affidavit.projections.testing.TestProjections;
import io.affidavit.schemas.routing.CooldownReason;
import io.affidavit.schemas.routing.DeploymentChanged;
import io.affidavit.schemas.routing.DeploymentCooledDown;
import io.affidavit.schemas.routing.DeploymentDrained;
import io.affidavit.schemas.routing.DeploymentRecovered;
import io.affidavit.schemas.routing.DeploymentRegistered;
import io.affidavit.schemas.routing.Fallbacks;
import io.affidavit.schemas.routing.Price;
import io.affidavit.schemas.routing.RetryRules;
import io.affidavit.schemas.routing.RouteDefined;
import io.affidavit.schemas.routing.RouteRules;
import io.affidavit.schemas.routing.RouteTimeouts;
import io.affidavit.schemas.routing.Strategy;
import io.affidavit.schemas.routing.UnsupportedParameters;
import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.DomainEvent;
import io.affidavit.schemas.value.NodeId;
import io.affidavit.schemas.value.ProviderId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What routes and deployments say, and who cools down, as rows.
class RoutingProjectionTest {

    private static final Alias FAST = new Alias("fast");
    private static final NodeId NODE = new NodeId("0000000000000001");
    private static final NodeId OTHER = new NodeId("0000000000000002");
    private static final Instant AT = Instant.parse("2026-11-25T14:00:00Z");
    private static final RouteRules RULES =
            new RouteRules(
                    new Fallbacks(List.of(new Alias("a"), new Alias("b")), List.of(), List.of()),
                    new RetryRules(2, 10, 20, 30, false),
                    new RouteTimeouts(1L, null, 3L, 4L),
                    UnsupportedParameters.DROP,
                    4_096);

    private final ReadDatabase database = new ReadDatabase();
    private final InMemoryEventStorageEngine log = new InMemoryEventStorageEngine();
    private TestProjections house = new TestProjections(database, log);
    private long head = -1;

    @AfterEach
    void stop() {
        house.close();
        database.close();
    }

    @Test
    void keepsWhatRoutesAndDeploymentsSay() {
        publish(registered(1, 3));
        publish(
                new DeploymentChanged(
                        Stories.deployment(1),
                        "m2",
                        4,
                        7,
                        Price.perMillionUsd("3", "0.30", "3.75", "15", null, "0.01"),
                        Digest.ZERO,
                        Digest.ZERO,
                        List.of()));
        publish(defined(Strategy.ORDERED, RouteRules.DEFAULT));
        publish(defined(Strategy.WEIGHTED, RULES));
        awaitHead();

        assertThat(rows("deployment"))
                .containsExactly(
                        "(dep_0000000000000001,fast,p,m2,4,f,7,3000000000,300000000,3750000000,"
                                + "15000000000,15000000000,10000000)");
        assertThat(rows("route"))
                .containsExactly("(fast,weighted,f,\"{a,b}\",{},{},2,10,20,30,f,1,,3,4,drop,4096)");
    }

    @Test
    void keepsEachNodesCooldownUntilItRecovers() {
        publish(registered(1, 1));
        publish(cooled(1, NODE, 5));
        publish(cooled(1, OTHER, 5));
        publish(cooled(1, NODE, 10));
        publish(new DeploymentRecovered(Stories.deployment(1), OTHER, AT, 1));
        awaitHead();

        assertThat(rows("cooldown"))
                .singleElement()
                .asString()
                .startsWith("(dep_0000000000000001,0000000000000001,error_share,9,5,")
                .contains("14:00:10");

        publish(new DeploymentDrained(Stories.deployment(1), Digest.ZERO, List.of()));
        awaitHead();
        assertThat(rows("cooldown")).isEmpty();
    }

    @Test
    void writesEqualRowsWhenTheLogIsReplayed() {
        publish(registered(1, 3));
        publish(registered(2, 0));
        publish(defined(Strategy.WEIGHTED, RULES));
        publish(cooled(1, NODE, 5));
        publish(cooled(2, NODE, 5));
        publish(new DeploymentRecovered(Stories.deployment(2), NODE, AT, 1));
        awaitHead();
        Map<String, List<Map<String, Object>>> before = database.dump();

        house.close();
        database.forget();
        house = new TestProjections(database, log);
        awaitHead();

        assertThat(database.dump()).isEqualTo(before);
    }

    private static DeploymentRegistered registered(int number, int weight) {
        return new DeploymentRegistered(
                Stories.deployment(number),
                FAST,
                new ProviderId("p"),
                "m",
                0,
                weight,
                null,
                null,
                Digest.ZERO,
                List.of());
    }

    private static RouteDefined defined(Strategy strategy, RouteRules rules) {
        return new RouteDefined(FAST, strategy, rules, null, null, Digest.ZERO, List.of());
    }

    private static DeploymentCooledDown cooled(int number, NodeId node, int seconds) {
        return new DeploymentCooledDown(
                Stories.deployment(number),
                node,
                AT,
                CooldownReason.ERROR_SHARE,
                9,
                5,
                AT.plusSeconds(seconds));
    }

    private void publish(DomainEvent event) {
        house.publish(Stories.message(event));
        head++;
    }

    private void awaitHead() {
        assertThat(house.isVisible(head, Duration.ofSeconds(30))).containsExactly(true);
    }

    private List<String> rows(String table) {
        return database.dump().getOrDefault(table, List.of()).stream()
                .map(row -> String.valueOf(row.get("row")))
                .toList();
    }
}
