package io.affidavit.projections;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.projections.rebuild.ReadTables;
import io.affidavit.projections.testing.ReadDatabase;
import io.affidavit.projections.testing.Stories;
import io.affidavit.projections.testing.TestProjections;
import io.affidavit.schemas.call.CallAbandoned;
import io.affidavit.schemas.call.CallConcludedLate;
import io.affidavit.schemas.call.CallFailed;
import io.affidavit.schemas.call.CallOutcome;
import io.affidavit.schemas.call.CallRefused;
import io.affidavit.schemas.serial.EventNames;
import io.affidavit.schemas.testing.Samples;
import io.affidavit.schemas.value.DomainEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProcessorsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long HEAD = EventNames.all().size() + 1L;

    private final ReadDatabase database = new ReadDatabase();
    private final InMemoryEventStorageEngine log = new InMemoryEventStorageEngine();
    private TestProjections house = new TestProjections(database, log);

    @AfterEach
    void stop() {
        house.close();
        database.close();
    }

    @Test
    void takesEveryEventOfTheCatalogue() {
        publishEverything();

        assertThat(house.isVisible(HEAD, PATIENCE)).containsExactly(true);
        assertThat(house.processors().failures()).isEmpty();
        assertThat(database.dump())
                .allSatisfy((table, rows) -> assertThat(rows).as(table).hasSize(rows(table)));
    }

    @Test
    void answersWhoeverWaitsForAPosition() {
        publish(Stories.admitted(Stories.call(1)));

        assertThat(house.isVisible(0, PATIENCE)).containsExactly(true);
        assertThat(house.isVisible(7, Duration.ofMillis(50))).containsExactly(false);
    }

    @Test
    void writesEqualRowsWhenTheLogIsReplayed() {
        publishEverything();
        assertThat(house.isVisible(HEAD, PATIENCE)).containsExactly(true);
        Map<String, List<Map<String, Object>>> before = database.dump();

        house.close();
        database.forget();
        assertThat(database.dump()).isNotEqualTo(before);
        house = new TestProjections(database, log);

        assertThat(house.isVisible(HEAD, PATIENCE)).containsExactly(true);
        assertThat(database.dump()).isEqualTo(before);
    }

    @Test
    void writesEqualRowsWhenTheTablesAreEmptiedUnderItsHands() throws Exception {
        publishEverything();
        assertThat(house.isVisible(HEAD, PATIENCE)).containsExactly(true);
        Map<String, List<Map<String, Object>>> before = database.dump();
        database.superuser().execute("update read.call set alias = 'tampered'");

        ReadTables.empty(database.projector());

        assertThat(database.dump()).allSatisfy((table, rows) -> assertThat(rows).isEmpty());
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(database.dump()).isEqualTo(before));
        assertThat(house.processors().failures()).isEmpty();
    }

    @Test
    void commitsNothingThatWasUnderWayWhenTheTablesWereEmptied() throws Exception {
        publishEverything();
        assertThat(house.isVisible(HEAD, PATIENCE)).containsExactly(true);
        Map<String, List<Map<String, Object>>> before = database.dump();
        try (Connection underWay = database.projector().getConnection();
                Statement statement = underWay.createStatement()) {
            underWay.setAutoCommit(false);
            statement.execute("select from read.token where processorname = 'calls' for update");
            CompletableFuture<Void> emptied =
                    CompletableFuture.runAsync(() -> {
                        try {
                            ReadTables.empty(database.projector());
                        } catch (SQLException e) {
                            throw new IllegalStateException(e);
                        }
                    });
            Awaitility.await().until(() -> database.isAnybodyBlocked());
            statement.execute(
                    "insert into read.open_call values (gen_random_uuid(), 1)"); // its last row
            underWay.commit();
            emptied.join();
        }

        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(database.dump()).isEqualTo(before));
    }

    @Test
    void goesOnWhereItWasAfterARestart() {
        publish(Stories.admitted(Stories.call(1)));
        assertThat(house.isVisible(0, PATIENCE)).containsExactly(true);
        house.close();
        house = new TestProjections(database, log);

        publish(Stories.completed(Stories.call(1), CallOutcome.COMPLETED, 5));

        assertThat(house.isVisible(1, PATIENCE)).containsExactly(true);
        assertThat(database.dump().get("call")).hasSize(1);
        assertThat(database.dump().get("spend")).hasSize(1);
    }

    @Test
    void worksOnOneNodeAndIsTakenOverByAnother() {
        publish(Stories.admitted(Stories.call(1)));
        assertThat(house.isVisible(0, PATIENCE)).containsExactly(true);
        try (TestProjections other = new TestProjections(database, log)) {
            publish(Stories.admitted(Stories.call(2)));
            assertThat(other.isVisible(1, PATIENCE)).containsExactly(true);
            assertThat(database.dump().get("call")).hasSize(2);

            house.close();

            other.publish(Stories.message(Stories.admitted(Stories.call(3))));
            assertThat(other.isVisible(2, PATIENCE)).containsExactly(true);
            assertThat(database.dump().get("call")).hasSize(3);
        }
    }

    @Test
    void stopsAtAnEventItCannotProjectAndSaysSo() {
        publish(Stories.admitted(Stories.call(1)));
        assertThat(house.isVisible(0, PATIENCE)).containsExactly(true);

        publish(Stories.completed(Stories.call(2), CallOutcome.COMPLETED, 5));
        publish(Stories.admitted(Stories.call(3)));

        assertThat(house.isVisible(2, Duration.ofSeconds(2))).containsExactly(false);
        assertThat(house.processors().failures())
                .singleElement()
                .asString()
                .startsWith("calls stopped after position")
                .contains("no record begins it");
        assertThat(database.dump().get("call")).hasSize(1);
    }

    private void publish(DomainEvent event) {
        house.publish(Stories.message(event));
    }

    /// One of each kind, in the order of the catalogue, which is an order that can happen, except
    /// that the refused call is another one. A call ends once, so each end but that of the sample's
    /// call has a call of its own.
    private void publishEverything() {
        for (EventNames.EventName name : EventNames.all()) {
            switch (Samples.of(name.event())) {
                case CallRefused _ -> publish(Stories.refused(Stories.call(2)));
                case CallFailed _ -> {
                    publish(Stories.admitted(Stories.call(3)));
                    publish(Stories.failed(Stories.call(3)));
                }
                case CallAbandoned _ -> {
                    publish(Stories.admitted(Stories.call(4)));
                    publish(Stories.abandoned(Stories.call(4)));
                }
                case CallConcludedLate _ -> publish(Stories.late(Stories.call(4), 7));
                case DomainEvent sample -> publish(sample);
            }
        }
    }

    private static int rows(String table) {
        return switch (table) {
            case "open_call", "cooldown" -> 0;
            case "call" -> 4;
            case "spend" -> 2;
            default -> 1;
        };
    }
}
