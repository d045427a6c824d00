package io.affidavit.command.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.command.aggregate.Stories;
import io.affidavit.command.web.Fields;
import io.affidavit.schemas.access.AccessCommand.IssueVirtualKey;
import io.affidavit.schemas.access.AccessCommand.RevokeVirtualKey;
import io.affidavit.schemas.access.ContentMode;
import io.affidavit.schemas.access.KeyOrigin;
import io.affidavit.schemas.access.KeyView;
import io.affidavit.schemas.access.LimitTerms;
import io.affidavit.schemas.access.VirtualKeyIssued;
import io.affidavit.schemas.access.VirtualKeyRevoked;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.VirtualKeyId;
import java.util.List;
import java.util.Map;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VirtualKeyAggregateTest {

    private static final VirtualKeyId KEY = new VirtualKeyId("0Az123456789");
    private static final OrganizationId ACME = new OrganizationId("acme");
    private static final Digest REQUEST = new Digest("ab".repeat(32));
    private static final IssueVirtualKey ISSUE =
            new IssueVirtualKey(
                    KEY,
                    ACME,
                    null,
                    null,
                    "00".repeat(32),
                    List.of("*"),
                    List.of("*"),
                    null,
                    null,
                    List.of(),
                    REQUEST,
                    List.of());
    private static final VirtualKeyIssued ISSUED =
            (VirtualKeyIssued)
                    VirtualKeyDecider.decide(
                                    new VirtualKeyState.Unknown(),
                                    ISSUE,
                                    new OrganizationState.Registered(
                                            null, "UTC", ContentMode.COMMIT, false, Map.of()))
                            .getFirst();

    private final FixtureConfiguration<VirtualKeyAggregate> fixture =
            new AggregateTestFixture<>(VirtualKeyAggregate.class);

    @BeforeEach
    void knowOneOrganization() {
        fixture.registerInjectableResource(
                new OrganizationDirectory(new Stories(fixture.getEventStore())) {
                    @Override
                    OrganizationState find(OrganizationId organization) {
                        return new OrganizationState.Registered(
                                null, "UTC", ContentMode.COMMIT, false, Map.of());
                    }
                });
        fixture.registerInjectableResource(new NoLimits());
    }

    @Test
    void issuesAndSaysSo() {
        fixture.givenNoPriorActivity()
                .when(ISSUE)
                .expectEvents(ISSUED)
                .expectResultMessagePayload(view(false, false));
    }

    @Test
    void repeatsWithoutDoing() {
        fixture.given(ISSUED)
                .when(ISSUE)
                .expectNoEvents()
                .expectResultMessagePayload(view(false, true));
    }

    @Test
    void revokes() {
        VirtualKeyRevoked revoked = new VirtualKeyRevoked(KEY, ACME, ISSUED.after(), List.of());
        fixture.given(ISSUED)
                .when(new RevokeVirtualKey(KEY, List.of()))
                .expectEvents(revoked)
                .expectResultMessagePayload(view(true, false));
        fixture.given(ISSUED, revoked)
                .when(new RevokeVirtualKey(KEY, List.of()))
                .expectNoEvents()
                .expectResultMessagePayload(view(true, true));
    }

    @Test
    void knowsNoOtherKey() {
        fixture.givenNoPriorActivity()
                .when(new RevokeVirtualKey(KEY, List.of()))
                .expectException(CommandExecutionException.class)
                .expectExceptionDetails(FailureCode.NOT_FOUND.name());
    }

    private static KeyView view(boolean revoked, boolean replayed) {
        return new KeyView(
                KEY,
                ACME,
                null,
                null,
                KeyOrigin.ISSUED,
                List.of("*"),
                List.of("*"),
                null,
                null,
                null,
                false,
                revoked,
                replayed);
    }

    /// No key of this test is issued with limits.
    private static final class NoLimits implements KeyLimits {

        @Override
        public List<LimitTerms> read(Fields fields, VirtualKeyId key) {
            throw new IllegalStateException("nothing is read here");
        }

        @Override
        public void set(
                List<LimitTerms> limits,
                OrganizationId organization,
                @Nullable Digest idempotency) {
            assertThat(limits).isEmpty();
        }

        @Override
        public List<KeyLimit> shown(List<LimitTerms> limits) {
            throw new IllegalStateException("nothing is shown here");
        }
    }
}
