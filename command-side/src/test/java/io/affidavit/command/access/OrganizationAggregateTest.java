package io.affidavit.command.access;

import io.affidavit.command.evidence.RareFacts;
import io.affidavit.schemas.access.AccessCommand.RegisterOrganization;
import io.affidavit.schemas.access.AccessCommand.RegisterProject;
import io.affidavit.schemas.access.AccessCommand.RegisterTeam;
import io.affidavit.schemas.access.AccessEvent;
import io.affidavit.schemas.access.ContentMode;
import io.affidavit.schemas.access.OrganizationRegistered;
import io.affidavit.schemas.access.ProjectRegistered;
import io.affidavit.schemas.access.TeamRegistered;
import io.affidavit.schemas.serial.EventSerializer;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.ProjectId;
import io.affidavit.schemas.value.TeamId;
import java.util.List;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

class OrganizationAggregateTest {

    private static final OrganizationId ACME = new OrganizationId("acme");
    private static final TeamId TEAM = new TeamId("platform");
    private static final ProjectId PROJECT = new ProjectId("bot");
    private static final Digest REQUEST = new Digest("ab".repeat(16) + "cd".repeat(16));
    private static final Digest SAME_KEY = new Digest("ab".repeat(16) + "ef".repeat(16));
    private static final Digest OTHER_KEY = new Digest("12".repeat(16) + "cd".repeat(16));

    private final FixtureConfiguration<OrganizationAggregate> fixture =
            new AggregateTestFixture<>(OrganizationAggregate.class)
                    .registerInjectableResource(
                            new OrganizationNames(new RareFacts(new SimpleDriverDataSource())) {
                                @Override
                                void requireNoTwin(String id) {
                                    // Nobody else is there.
                                }
                            });

    @Test
    void registersAnOrganization() {
        fixture.givenNoPriorActivity()
                .when(register(REQUEST))
                .expectSuccessfulHandlerExecution()
                .expectEvents(registered(REQUEST));
    }

    @Test
    void registersTeamsAndProjectsBelowIt() {
        fixture.given(registered(null))
                .when(new RegisterTeam(ACME, TEAM, null, List.of()))
                .expectEvents(team(null));
        fixture.given(registered(null), team(null))
                .when(new RegisterProject(ACME, TEAM, PROJECT, null, List.of()))
                .expectEvents(project());
    }

    @Test
    void recognisesARepeatedRequest() {
        fixture.given(registered(REQUEST))
                .when(register(REQUEST))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
        fixture.given(registered(null), team(REQUEST))
                .when(new RegisterTeam(ACME, TEAM, REQUEST, List.of()))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
    }

    @Test
    void refusesTheSameKeyWithAnotherRequest() {
        refuses(FailureCode.IDEMPOTENCY_KEY_REUSED, register(SAME_KEY), registered(REQUEST));
    }

    @Test
    void refusesWhatExists() {
        refuses(FailureCode.ALREADY_EXISTS, register(null), registered(REQUEST));
        refuses(FailureCode.ALREADY_EXISTS, register(OTHER_KEY), registered(REQUEST));
        refuses(FailureCode.ALREADY_EXISTS, register(REQUEST), registered(null));
        refuses(
                FailureCode.ALREADY_EXISTS,
                new RegisterTeam(ACME, TEAM, null, List.of()),
                registered(null),
                team(null));
        refuses(
                FailureCode.ALREADY_EXISTS,
                new RegisterProject(ACME, TEAM, PROJECT, null, List.of()),
                registered(null),
                team(null),
                project());
    }

    @Test
    void refusesWhatIsBelowNothing() {
        refuses(FailureCode.NOT_FOUND, new RegisterTeam(ACME, TEAM, null, List.of()));
        refuses(
                FailureCode.NOT_FOUND,
                new RegisterProject(ACME, TEAM, PROJECT, null, List.of()),
                registered(null));
    }

    private void refuses(FailureCode code, Object command, AccessEvent... given) {
        fixture.given((Object[]) given)
                .when(command)
                .expectException(CommandExecutionException.class)
                .expectExceptionDetails(code.name())
                .expectNoEvents();
    }

    private static RegisterOrganization register(@Nullable Digest request) {
        return new RegisterOrganization(ACME, "UTC", ContentMode.COMMIT, request, List.of());
    }

    private static OrganizationRegistered registered(@Nullable Digest request) {
        Digest after =
                EventSerializer.digest(
                        new OrganizationDecider.OrganizationFacts(ACME, "UTC", ContentMode.COMMIT));
        return new OrganizationRegistered(
                ACME, "UTC", ContentMode.COMMIT, request, after, List.of());
    }

    private static TeamRegistered team(@Nullable Digest request) {
        Digest after = EventSerializer.digest(new OrganizationDecider.TeamFacts(ACME, TEAM));
        return new TeamRegistered(ACME, TEAM, request, after, List.of());
    }

    private static ProjectRegistered project() {
        Digest after =
                EventSerializer.digest(new OrganizationDecider.ProjectFacts(ACME, TEAM, PROJECT));
        return new ProjectRegistered(ACME, TEAM, PROJECT, null, after, List.of());
    }
}
