package io.affidavit.command.routing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.command.routing.DeploymentState.DeploymentFacts;
import io.affidavit.schemas.routing.DeploymentChanged;
import io.affidavit.schemas.routing.DeploymentRegistered;
import io.affidavit.schemas.routing.Price;
import io.affidavit.schemas.routing.PriceListPublished;
import io.affidavit.schemas.routing.RoutingCommand.ChangeDeployment;
import io.affidavit.schemas.routing.RoutingCommand.PublishPriceList;
import io.affidavit.schemas.routing.RoutingEvent;
import io.affidavit.schemas.serial.EventSerializer;
import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.ProviderId;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PriceRecordsTest {

    private static final DeploymentId DEPLOYMENT = new DeploymentId("dep_0123456789abcdef");
    private static final Price PRICE = Price.perMillionUsd("3", null, null, "15", null, null);
    private static final Instant AT = Instant.parse("2026-11-25T14:00:00Z");
    private static final DeploymentFacts FACTS =
            new DeploymentFacts(
                    DEPLOYMENT, new Alias("fast"), new ProviderId("p"), "gpt-5", 1, 1, null);
    private static final DeploymentFacts PRICED = FACTS.with("gpt-5", 1, 1, PRICE);
    private static final DeploymentState LISTED =
            new DeploymentState.Unknown()
                    .evolve(
                            new DeploymentRegistered(
                                    DEPLOYMENT,
                                    new Alias("fast"),
                                    new ProviderId("p"),
                                    "gpt-5",
                                    1,
                                    1,
                                    null,
                                    null,
                                    FACTS.digest(),
                                    List.of()));
    private static final DeploymentChanged DEARER = changed(PRICE, FACTS, PRICED);

    @Test
    void givesADeploymentAPriceAndTakesItBack() {
        assertThat(decide(LISTED, PRICE, false)).containsExactly(DEARER);
        DeploymentState dearer = LISTED.evolve(DEARER);
        assertThat(decide(dearer, null, false)).isEmpty();
        assertThat(decide(dearer, PRICE, false)).isEmpty();
        assertThat(decide(dearer, null, true)).containsExactly(changed(null, PRICED, FACTS));
        assertThat(decide(LISTED, null, true)).isEmpty();
    }

    @Test
    void namesAPriceByTheBytesOfItsRecord() throws Exception {
        String data = new String(EventSerializer.data(DEARER), UTF_8);
        String member = data.substring(data.indexOf("\"price\":") + 8, data.indexOf('}') + 1);
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(member.getBytes(UTF_8));

        assertThat(history().at(AT).orElseThrow().id())
                .isEqualTo("dep_0123456789abcdef/" + Digest.of(digest).value());
    }

    @Test
    void countsFromTheTimeOfItsRecord() {
        assertThat(history().at(AT.minusNanos(1))).isEmpty();
        assertThat(history().at(AT)).isPresent();
        PriceHistory over =
                history().evolve(record(AT.plusSeconds(1), changed(null, PRICED, FACTS)));
        assertThat(over.at(AT.plusMillis(999))).isPresent();
        assertThat(over.at(AT.plusSeconds(1))).isEmpty();
    }

    @Test
    void publishesAPriceListOnce() {
        Digest digest = new Digest("ab".repeat(32));
        PriceListPublished published = new PriceListPublished("2026-11-25", digest, 3);
        FixtureConfiguration<PriceListAggregate> fixture =
                new AggregateTestFixture<>(PriceListAggregate.class);
        fixture.givenNoPriorActivity()
                .when(new PublishPriceList("2026-11-25", digest, 3))
                .expectEvents(published);
        fixture.given(published)
                .when(new PublishPriceList("2026-11-25", digest, 3))
                .expectNoEvents();
        fixture.given(published)
                .when(new PublishPriceList("2026-11-25", Digest.ZERO, 3))
                .expectException(CommandExecutionException.class)
                .expectExceptionDetails(FailureCode.ALREADY_EXISTS.name());
    }

    private static PriceHistory history() {
        return PriceHistory.NONE.evolve(record(AT, DEARER));
    }

    private static GenericEventMessage<RoutingEvent> record(Instant at, RoutingEvent event) {
        return new GenericEventMessage<>(new GenericMessage<>(event), () -> at);
    }

    private static List<RoutingEvent> decide(
            DeploymentState state, @Nullable Price price, boolean listed) {
        return DeploymentDecider.decide(
                state,
                new ChangeDeployment(DEPLOYMENT, null, null, null, price, listed, List.of()));
    }

    private static DeploymentChanged changed(
            @Nullable Price price, DeploymentFacts before, DeploymentFacts after) {
        return new DeploymentChanged(
                DEPLOYMENT, "gpt-5", 1, 1, price, before.digest(), after.digest(), List.of());
    }
}
