package io.affidavit.projections.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.projections.evidence.ProcessorWatch;
import io.affidavit.projections.evidence.Progress;
import io.affidavit.schemas.evidence.LogPlace;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.junit.jupiter.api.Test;

/// What a scrape says of a processor that is behind.
class ProjectionGaugesTest {

    private static final Instant BEGIN = Instant.parse("2026-11-25T12:00:00Z");
    private static final Instant NOW = BEGIN.plusSeconds(100);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ProcessorWatch watch = new ProcessorWatch("calls"); // gauges hold nobody
    private final InMemoryEventStorageEngine events = new InMemoryEventStorageEngine();
    private final EmbeddedEventStore log =
            EmbeddedEventStore.builder().storageEngine(events).build();

    @Test
    void tellsTheAgeOfTheOldestRecordThatIsNotCommitted() {
        append(5); // one a second
        LogDistance distance = new LogDistance(log, InstantSource.fixed(NOW));
        LongSupplier reached = () -> 2;

        assertThat(distance.positions(reached)).isEqualTo(2);
        assertThat(distance.seconds(reached)).isEqualTo(97);
    }

    @Test
    void isAtTheLogsEndHoweverLongNothingHappened() {
        append(5);
        LogDistance distance = new LogDistance(log, InstantSource.fixed(NOW));
        LongSupplier reached = () -> 4;

        assertThat(distance.positions(reached)).isZero();
        assertThat(distance.seconds(reached)).isZero();
    }

    @Test
    void countsFromTheBeginningBeforeAnythingWasCommitted() {
        append(3);
        LogDistance distance = new LogDistance(log, InstantSource.fixed(NOW));
        LongSupplier reached = () -> -1;

        assertThat(distance.positions(reached)).isEqualTo(3);
        assertThat(distance.seconds(reached)).isEqualTo(100);
    }

    /// Between the end of one log and the beginning of the next there is nothing to read.
    @Test
    void countsTheNewestOfSeveralLogs() {
        InMemoryEventStorageEngine two =
                new InMemoryEventStorageEngine() {
                    @Override
                    public TrackingToken createHeadToken() {
                        return new GlobalSequenceTrackingToken(new LogPlace(1, 6).packed());
                    }
                };
        EmbeddedEventStore store = EmbeddedEventStore.builder().storageEngine(two).build();
        LogDistance distance = new LogDistance(store, InstantSource.fixed(NOW));

        assertThat(distance.positions(() -> new LogPlace(0, 300).packed())).isEqualTo(7);
        assertThat(distance.positions(() -> new LogPlace(1, 4).packed())).isEqualTo(2);
        assertThat(distance.positions(() -> new LogPlace(1, 6).packed())).isZero();
        store.shutDown();
    }

    @Test
    void saysNothingOfALogThatDoesNotAnswer() {
        InMemoryEventStorageEngine broken =
                new InMemoryEventStorageEngine() {
                    @Override
                    public TrackingToken createHeadToken() {
                        throw new IllegalStateException("no database");
                    }
                };
        EmbeddedEventStore store = EmbeddedEventStore.builder().storageEngine(broken).build();
        LogDistance distance = new LogDistance(store, InstantSource.fixed(NOW));
        LongSupplier reached = () -> 4;

        assertThat(distance.positions(reached)).isNaN();
        assertThat(distance.seconds(reached)).isNaN();
        store.shutDown();
    }

    @Test
    void showsEachProcessorByItsName() {
        append(2);
        ProjectionGauges gauges =
                new ProjectionGauges(registry, log, InstantSource.fixed(BEGIN.plusSeconds(7)));
        gauges.add("calls", new Progress(() -> -1), watch);

        assertThat(value("affidavit.log.records")).isEqualTo(2);
        assertThat(registry.get("affidavit.projection.lag").tag("processor", "calls").gauge())
                .satisfies(gauge -> assertThat(gauge.value()).isEqualTo(7));
        assertThat(value("affidavit.projection.lag.positions")).isEqualTo(2);
        assertThat(value("affidavit.projection.stuck")).isZero();
    }

    private double value(String name) {
        return registry.get(name).gauge().value();
    }

    private void append(int count) {
        events.appendEvents(
                IntStream.range(0, count)
                        .mapToObj(second ->
                                new GenericDomainEventMessage<>(
                                        "story",
                                        "one",
                                        second,
                                        new GenericEventMessage<>("event " + second),
                                        () -> BEGIN.plus(Duration.ofSeconds(second))))
                        .toList());
    }
}
