package io.affidavit.command.routing;

import io.affidavit.command.access.KnownOrganizations;
import io.affidavit.command.aggregate.Stories;
import io.affidavit.command.evidence.RareFacts;
import io.affidavit.command.routing.DeploymentState.DeploymentFacts;
import io.affidavit.command.routing.ProviderState.ProviderFacts;
import io.affidavit.command.routing.RouteState.RouteFacts;
import io.affidavit.schemas.routing.CooldownReason;
import io.affidavit.schemas.routing.DeploymentChanged;
import io.affidavit.schemas.routing.DeploymentCooledDown;
import io.affidavit.schemas.routing.DeploymentDrained;
import io.affidavit.schemas.routing.DeploymentRecovered;
import io.affidavit.schemas.routing.DeploymentRegistered;
import io.affidavit.schemas.routing.Protocol;
import io.affidavit.schemas.routing.ProviderRegistered;
import io.affidavit.schemas.routing.RouteDefined;
import io.affidavit.schemas.routing.RouteRemoved;
import io.affidavit.schemas.routing.RouteRules;
import io.affidavit.schemas.routing.RoutingCommand.ChangeDeployment;
import io.affidavit.schemas.routing.RoutingCommand.CoolDeployment;
import io.affidavit.schemas.routing.RoutingCommand.DefineRoute;
import io.affidavit.schemas.routing.RoutingCommand.DrainDeployment;
import io.affidavit.schemas.routing.RoutingCommand.RecoverDeployment;
import io.affidavit.schemas.routing.RoutingCommand.RegisterDeployment;
import io.affidavit.schemas.routing.RoutingCommand.RegisterProvider;
import io.affidavit.schemas.routing.RoutingCommand.RemoveRoute;
import io.affidavit.schemas.routing.Strategy;
import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.NodeId;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.ProviderId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

class RoutingAggregatesTest {

    private static final Alias ALIAS = new Alias("fast");
    private static final ProviderId PROVIDER = new ProviderId("openai-prod");
    private static final DeploymentId DEPLOYMENT = new DeploymentId("dep_0123456789abcdef");
    private static final DeploymentFacts FACTS =
            new DeploymentFacts(DEPLOYMENT, ALIAS, PROVIDER, "gpt-5", 1, 1, null);
    private static final DeploymentRegistered REGISTERED =
            new DeploymentRegistered(
                    DEPLOYMENT,
                    ALIAS,
                    PROVIDER,
                    "gpt-5",
                    1,
                    1,
                    null,
                    null,
                    FACTS.digest(),
                    List.of());
    private static final Digest ROUTE =
            new RouteFacts(ALIAS, Strategy.ORDERED, RouteRules.DEFAULT).digest();
    private static final RouteDefined DEFINED =
            new RouteDefined(
                    ALIAS, Strategy.ORDERED, RouteRules.DEFAULT, null, null, ROUTE, List.of());

    private static final NodeId NODE = new NodeId("0000000000000001");
    private static final NodeId OTHER = new NodeId("0000000000000002");
    private static final Instant AT = Instant.parse("2026-11-25T14:00:00Z");
    private static final Instant UNTIL = AT.plusSeconds(10);

    private final List<Alias> opened = new ArrayList<>();

    @Test
    void registersADeploymentOfAnActiveProviderAndOpensItsRoute() {
        deployments(active())
                .givenNoPriorActivity()
                .when(register())
                .expectEvents(REGISTERED)
                .expectSuccessfulHandlerExecution();
        Assertions.assertThat(opened).containsExactly(ALIAS);
    }

    @Test
    void registersNoDeploymentOfAnAbsentProvider() {
        for (ProviderState provider :
                List.of(new ProviderState.Unknown(), new ProviderState.Disabled())) {
            deployments(provider)
                    .givenNoPriorActivity()
                    .when(register())
                    .expectException(CommandExecutionException.class)
                    .expectExceptionDetails(FailureCode.NOT_FOUND.name())
                    .expectNoEvents();
        }
        Assertions.assertThat(opened).isEmpty();
    }

    @Test
    void changesAndDrainsADeployment() {
        DeploymentFacts after = FACTS.with("gpt-5", 9, 1, null);
        FixtureConfiguration<DeploymentAggregate> fixture = deployments(active());
        fixture.given(REGISTERED)
                .when(new ChangeDeployment(DEPLOYMENT, null, 9, null, null, false, List.of()))
                .expectEvents(
                        new DeploymentChanged(
                                DEPLOYMENT,
                                "gpt-5",
                                9,
                                1,
                                null,
                                FACTS.digest(),
                                after.digest(),
                                List.of()));
        fixture.given(REGISTERED)
                .when(new ChangeDeployment(DEPLOYMENT, "gpt-5", 1, 1, null, true, List.of()))
                .expectNoEvents();
        DeploymentDrained drained = new DeploymentDrained(DEPLOYMENT, FACTS.digest(), List.of());
        fixture.given(REGISTERED)
                .when(new DrainDeployment(DEPLOYMENT, List.of()))
                .expectEvents(drained);
        fixture.given(REGISTERED, drained)
                .when(new DrainDeployment(DEPLOYMENT, List.of()))
                .expectException(CommandExecutionException.class)
                .expectExceptionDetails(FailureCode.NOT_FOUND.name());
    }

    @Test
    void coolsADeploymentForEachNodeAndRecoversIt() {
        FixtureConfiguration<DeploymentAggregate> fixture = deployments(active());
        fixture.given(REGISTERED).when(cool(NODE, UNTIL)).expectEvents(cooled(NODE, UNTIL));
        fixture.given(REGISTERED, cooled(NODE, UNTIL)).when(cool(NODE, UNTIL)).expectNoEvents();
        fixture.given(REGISTERED, cooled(NODE, UNTIL))
                .when(cool(OTHER, UNTIL))
                .expectEvents(cooled(OTHER, UNTIL));
        DeploymentRecovered recovered = new DeploymentRecovered(DEPLOYMENT, NODE, UNTIL, 1);
        fixture.given(REGISTERED, cooled(NODE, UNTIL))
                .when(new RecoverDeployment(DEPLOYMENT, NODE, UNTIL, 1))
                .expectEvents(recovered);
        fixture.given(REGISTERED, cooled(NODE, UNTIL), recovered)
                .when(new RecoverDeployment(DEPLOYMENT, NODE, UNTIL, 1))
                .expectNoEvents();
        fixture.given(REGISTERED, cooled(OTHER, UNTIL))
                .when(new RecoverDeployment(DEPLOYMENT, NODE, UNTIL, 1))
                .expectNoEvents();
    }

    @Test
    void coolsNothingThatIsGone() {
        FixtureConfiguration<DeploymentAggregate> fixture = deployments(active());
        fixture.givenNoPriorActivity()
                .when(cool(NODE, UNTIL))
                .expectException(CommandExecutionException.class)
                .expectExceptionDetails(FailureCode.NOT_FOUND.name());
    }

    @Test
    void forgetsNodesThatNeverCameBack() {
        DeploymentState state = new DeploymentState.Unknown().evolve(REGISTERED);
        state = state.evolve(cooled(OTHER, AT.minus(Duration.ofHours(25))));
        state = state.evolve(cooled(NODE, UNTIL));

        Assertions.assertThat(((DeploymentState.Active) state).cooling())
                .containsExactly(Map.entry(NODE, UNTIL));
    }

    private static CoolDeployment cool(NodeId node, Instant until) {
        return new CoolDeployment(DEPLOYMENT, node, AT, CooldownReason.ERROR_SHARE, 10, 5, until);
    }

    private static DeploymentCooledDown cooled(NodeId node, Instant until) {
        return new DeploymentCooledDown(
                DEPLOYMENT, node, AT, CooldownReason.ERROR_SHARE, 10, 5, until);
    }

    @Test
    void definesARouteOnceUntilItIsRemoved() {
        DefineRoute define =
                new DefineRoute(ALIAS, Strategy.ORDERED, RouteRules.DEFAULT, null, List.of());
        RouteRemoved removed = new RouteRemoved(ALIAS, ROUTE, List.of());
        FixtureConfiguration<RouteAggregate> fixture =
                new AggregateTestFixture<>(RouteAggregate.class)
                        .registerInjectableResource(noNames());
        fixture.givenNoPriorActivity()
                .when(define)
                .expectEvents(DEFINED)
                .expectResultMessagePayload(true);
        fixture.given(DEFINED).when(define).expectNoEvents().expectResultMessagePayload(false);
        fixture.given(DEFINED).when(new RemoveRoute(ALIAS, List.of())).expectEvents(removed);
        fixture.given(DEFINED, removed)
                .when(define)
                .expectEvents(DEFINED)
                .expectResultMessagePayload(true);
        fixture.given(DEFINED, removed)
                .when(new RemoveRoute(ALIAS, List.of()))
                .expectException(CommandExecutionException.class)
                .expectExceptionDetails(FailureCode.NOT_FOUND.name());
    }

    @Test
    void registersAProviderOfAKnownOrganizationOnly() {
        OrganizationId acme = new OrganizationId("acme");
        ProviderFacts facts = new ProviderFacts(PROVIDER, acme, Protocol.SIMULATOR, "", 0);
        RegisterProvider register =
                new RegisterProvider(PROVIDER, acme, Protocol.SIMULATOR, "", null, null, List.of());
        FixtureConfiguration<ProviderAggregate> fixture =
                new AggregateTestFixture<>(ProviderAggregate.class)
                        .registerInjectableResource((KnownOrganizations) acme::equals);
        fixture.givenNoPriorActivity()
                .when(register)
                .expectEvents(
                        new ProviderRegistered(
                                PROVIDER,
                                acme,
                                Protocol.SIMULATOR,
                                "",
                                null,
                                facts.digest(),
                                List.of()));
        fixture.givenNoPriorActivity()
                .when(
                        new RegisterProvider(
                                PROVIDER,
                                new OrganizationId("other"),
                                Protocol.SIMULATOR,
                                "",
                                null,
                                null,
                                List.of()))
                .expectException(CommandExecutionException.class)
                .expectExceptionDetails(FailureCode.NOT_FOUND.name());
    }

    private FixtureConfiguration<DeploymentAggregate> deployments(ProviderState provider) {
        AggregateTestFixture<DeploymentAggregate> fixture =
                new AggregateTestFixture<>(DeploymentAggregate.class);
        ProviderDirectory providers =
                new ProviderDirectory(new Stories(fixture.getEventStore())) {
                    @Override
                    ProviderState find(ProviderId id) {
                        return provider;
                    }
                };
        DefaultRoutes routes =
                new DefaultRoutes(
                        () -> {
                            throw new AssertionError("not asked here");
                        }) {
                    @Override
                    void open(Alias alias) {
                        opened.add(alias);
                    }
                };
        return fixture.registerInjectableResource(providers)
                .registerInjectableResource(routes)
                .registerInjectableResource(noNames())
                .registerInjectableResource(
                        new PriceDirectory(
                                new Stories(fixture.getEventStore()), fixture.getEventStore()));
    }

    /// Nobody else is there.
    private static AliasNames noNames() {
        return new AliasNames(new RareFacts(new SimpleDriverDataSource())) {
            @Override
            void requireNoTwin(String alias) {
                // Nothing looks like it.
            }
        };
    }

    private static ProviderState active() {
        return new ProviderState.Active(
                new ProviderFacts(PROVIDER, null, Protocol.OPENAI, "https://a.example", 0),
                Map.of(),
                null);
    }

    private static RegisterDeployment register() {
        return new RegisterDeployment(
                DEPLOYMENT, ALIAS, PROVIDER, "gpt-5", 1, 1, null, null, List.of());
    }
}
