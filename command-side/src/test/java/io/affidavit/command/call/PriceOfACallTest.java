package io.affidavit.command.call;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affidavit.command.CommandContext;
import io.affidavit.command.CommandDatabase;
import io.affidavit.command.evidence.UuidV7Identifiers;
import io.affidavit.command.routing.Prices;
import io.affidavit.schemas.call.CallCommand.AbandonCall;
import io.affidavit.schemas.call.CallCommand.AdmitCall;
import io.affidavit.schemas.call.CallCommand.CompleteCall;
import io.affidavit.schemas.call.CallQuery.FindCost;
import io.affidavit.schemas.call.Cost;
import io.affidavit.schemas.evidence.RecordView;
import io.affidavit.schemas.routing.DeploymentView;
import io.affidavit.schemas.routing.Destination;
import io.affidavit.schemas.routing.Price;
import io.affidavit.schemas.routing.PriceEntry;
import io.affidavit.schemas.routing.Protocol;
import io.affidavit.schemas.routing.RoutingCommand.ChangeDeployment;
import io.affidavit.schemas.routing.RoutingCommand.RegisterDeployment;
import io.affidavit.schemas.routing.RoutingCommand.RegisterProvider;
import io.affidavit.schemas.serial.Actor;
import io.affidavit.schemas.serial.EventSerializer;
import io.affidavit.schemas.serial.Refusal;
import io.affidavit.schemas.testing.Candidates;
import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.CallId;
import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.NanoUsd;
import io.affidavit.schemas.value.NodeId;
import io.affidavit.schemas.value.ProviderId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.queryhandling.QueryGateway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What is booked for calls while prices change around them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PriceOfACallTest {

    private static final ProviderId PROVIDER = new ProviderId("prices");
    private static final Price CHEAP = Price.perMillionUsd("1", null, null, "2", null, null);
    private static final Price DEAR = Price.perMillionUsd("100", null, null, "200", null, "0.25");

    // 10 + 2 prompt tokens and 30 + 5 completion tokens in every call.
    private static final String BY_THE_LIST = "377500";
    private static final String CHEAPLY = "82000";
    private static final String DEARLY = "258200000";

    private CommandDatabase database;
    private CommandContext context;
    private CommandGateway commands;
    private int deployments;

    @BeforeAll
    void start(@TempDir Path directory) {
        database = CommandDatabase.create();
        context = CommandContext.start(database, directory);
        commands = context.bean(CommandGateway.class);
        send(new RegisterProvider(PROVIDER, null, Protocol.SIMULATOR, "", null, null, List.of()));
    }

    @AfterAll
    void stop() {
        context.close();
        database.close();
    }

    @Test
    void keepsThePriceOfItsAdmission() throws Exception {
        DeploymentId deployment = register(CHEAP);
        CallId first = admit(deployment);
        change(deployment, DEAR, false);
        CallId second = admit(deployment);
        change(deployment, null, true);
        CallId third = admit(deployment);
        for (CallId call : List.of(third, second, first)) {
            send(complete(call, deployment));
        }

        assertThat(cost(first)).isEqualTo(CHEAPLY);
        assertThat(priceId(first)).isEqualTo(own(deployment, CHEAP));
        assertThat(cost(second)).isEqualTo(DEARLY);
        assertThat(priceId(second)).isEqualTo(own(deployment, DEAR));
        assertThat(cost(third)).isEqualTo(BY_THE_LIST);
        assertThat(priceId(third)).isEqualTo("2026-11-25.2/gpt-4o");
    }

    @Test
    void keepsItThroughALateConclusion() throws Exception {
        DeploymentId deployment = register(CHEAP);
        CallId call = admit(deployment);
        send(new AbandonCall(call, now(), new NodeId("0123456789abcdef"), now()));
        change(deployment, DEAR, false);
        send(complete(call, deployment));

        assertThat(last(call).path("cost_nano_usd").asString()).isEqualTo(CHEAPLY);
        assertThat(priceId(call)).isEqualTo(own(deployment, CHEAP));
    }

    @Test
    void tellsWhatItWillBookAndBooksNothingElse() throws Exception {
        DeploymentId deployment = register(CHEAP);
        Instant admittedAt = now();
        CallId call = admit(deployment, admittedAt);
        change(deployment, DEAR, false);

        Cost told =
                context.bean(QueryGateway.class)
                        .query(
                                new FindCost(
                                        admittedAt,
                                        deployment,
                                        "gpt-4o",
                                        CallFixtures.complete(call).metered()),
                                Cost.class)
                        .join();
        assertThat(told)
                .isEqualTo(new Cost(new NanoUsd(Long.parseLong(CHEAPLY)), own(deployment, CHEAP)));

        assertThatThrownBy(() -> send(complete(call, deployment, Cost.UNKNOWN)))
                .satisfies(e ->
                        assertThat(Refusal.of(e))
                                .map(Refusal::code)
                                .contains(FailureCode.CONFLICT));
        send(complete(call, deployment, told));
        assertThat(cost(call)).isEqualTo(CHEAPLY);
    }

    @Test
    void answersFromMemoryWhatTheLogSays() {
        Prices prices = context.bean(Prices.class);
        DeploymentId deployment = register(null);
        assertThat(prices.find(deployment, "gpt-4o", now()).map(PriceEntry::id))
                .contains("2026-11-25.2/gpt-4o");
        for (Price price : List.of(CHEAP, DEAR, Price.FREE)) {
            Instant before = now();
            change(deployment, price, false);
            assertThat(prices.find(deployment, "gpt-4o", now()).map(PriceEntry::id))
                    .contains(own(deployment, price));
            assertThat(prices.find(deployment, "gpt-4o", before).map(PriceEntry::id))
                    .isPresent()
                    .get()
                    .isNotEqualTo(own(deployment, price));
        }
    }

    private DeploymentId register(@Nullable Price price) {
        DeploymentId id = new DeploymentId("dep_prices00000000%02d".formatted(++deployments));
        Object made =
                send(
                        new RegisterDeployment(
                                id,
                                new Alias("priced-" + deployments),
                                PROVIDER,
                                "gpt-4o",
                                0,
                                1,
                                price,
                                null,
                                List.of()));
        assertThat(((DeploymentView) made).price()).isEqualTo(price);
        return id;
    }

    private void change(DeploymentId deployment, @Nullable Price price, boolean listed) {
        send(new ChangeDeployment(deployment, null, null, null, price, listed, List.of()));
    }

    private CallId admit(DeploymentId deployment) {
        return admit(deployment, now());
    }

    private CallId admit(DeploymentId deployment, Instant at) {
        CallId id = new CallId(UuidV7Identifiers.next());
        AdmitCall plain = CallFixtures.admit(id);
        send(
                new AdmitCall(
                        id,
                        at,
                        plain.caller(),
                        plain.credential(),
                        plain.alias(),
                        plain.surface(),
                        plain.stream(),
                        plain.requestBytes(),
                        null,
                        plain.estimate(),
                        plain.judged(),
                        Candidates.ordered(Candidates.plain(deployment, PROVIDER, "gpt-4o", 0)),
                        List.of(),
                        List.of(new Destination(deployment, "gpt-4o")),
                        List.of()));
        return id;
    }

    private static CompleteCall complete(CallId id, DeploymentId deployment) {
        return complete(id, deployment, null);
    }

    private static CompleteCall complete(CallId id, DeploymentId deployment, @Nullable Cost told) {
        CompleteCall plain = CallFixtures.complete(id);
        return new CompleteCall(
                id,
                plain.decidedAt(),
                plain.outcome(),
                plain.attempts(),
                deployment,
                PROVIDER,
                plain.upstreamModel(),
                null,
                null,
                plain.metered(),
                plain.responseBytes(),
                plain.timings(),
                plain.judged(),
                told,
                List.of());
    }

    private @Nullable Object send(Object command) {
        return commands.sendAndWait(
                GenericCommandMessage.asCommandMessage(command)
                        .withMetaData(Actor.SYSTEM.metaData()));
    }

    private Instant now() {
        return context.bean(Clock.class).instant();
    }

    private static String own(DeploymentId deployment, Price price) {
        return deployment.value() + "/" + EventSerializer.digest(price).value();
    }

    private String cost(CallId call) throws Exception {
        return last(call).path("cost_nano_usd").asString();
    }

    private String priceId(CallId call) throws Exception {
        return last(call).path("price_id").asString();
    }

    private JsonNode last(CallId call) throws Exception {
        try (Connection connection = database.superuser().getConnection();
                PreparedStatement select =
                        connection.prepareStatement(
                                "select rec from evidence.record where agg = ?"
                                        + " order by agg_seq desc limit 1")) {
            select.setObject(1, call.value());
            try (ResultSet rows = select.executeQuery()) {
                assertThat(rows.next()).isTrue();
                RecordView record = RecordView.parse(rows.getBytes(1));
                return JsonMapper.shared().readTree(new String(record.data(), UTF_8));
            }
        }
    }
}
