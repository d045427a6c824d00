package io.affidavit.command.policy;

import io.affidavit.schemas.policy.PolicyActivated;
import io.affidavit.schemas.policy.PolicyCommand.PublishPolicy;
import io.affidavit.schemas.policy.PolicyDocument;
import io.affidavit.schemas.policy.PolicyPublished;
import io.affidavit.schemas.serial.EventSerializer;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.FailureCode;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.junit.jupiter.api.Test;

class PolicyAggregateTest {

    private static final PolicyDocument ALLOW = PolicyDocument.ALLOW;
    private static final Digest DIGEST = EventSerializer.digest(ALLOW);

    private final FixtureConfiguration<PolicyAggregate> fixture =
            new AggregateTestFixture<>(PolicyAggregate.class);

    @Test
    void publishesAndActivatesAVersionOnce() {
        PolicyPublished published = new PolicyPublished(DIGEST, ALLOW);
        PolicyActivated activated = new PolicyActivated(DIGEST);
        fixture.givenNoPriorActivity()
                .when(new PublishPolicy(DIGEST, ALLOW))
                .expectEvents(published, activated);
        fixture.given(published, activated).when(new PublishPolicy(DIGEST, ALLOW)).expectNoEvents();
    }

    @Test
    void refusesAVersionThatIsNotItsDocuments() {
        fixture.givenNoPriorActivity()
                .when(new PublishPolicy(Digest.ZERO, ALLOW))
                .expectException(CommandExecutionException.class)
                .expectExceptionDetails(FailureCode.INVALID_VALUE.name());
    }
}
