package io.affidavit.query;

import static io.affidavit.projections.testing.Stories.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.projections.testing.Stories;
import io.affidavit.schemas.access.ContentMode;
import io.affidavit.schemas.access.KeyOrigin;
import io.affidavit.schemas.access.OrganizationRegistered;
import io.affidavit.schemas.access.ScopeArchived;
import io.affidavit.schemas.access.ScopeKind;
import io.affidavit.schemas.access.VirtualKeyIssued;
import io.affidavit.schemas.access.VirtualKeyRevoked;
import io.affidavit.schemas.call.CallOutcome;
import io.affidavit.schemas.call.CallQuery.FindCall;
import io.affidavit.schemas.call.CallQuery.FindCatalogPage;
import io.affidavit.schemas.call.CallQuery.FindKeyUsage;
import io.affidavit.schemas.call.CallQuery.FindOpenCalls;
import io.affidavit.schemas.call.CallView;
import io.affidavit.schemas.call.CatalogPage;
import io.affidavit.schemas.call.KeyUsage;
import io.affidavit.schemas.call.OpenCalls;
import io.affidavit.schemas.policy.Direction;
import io.affidavit.schemas.policy.PolicyActivated;
import io.affidavit.schemas.policy.PolicyDocument;
import io.affidavit.schemas.policy.PolicyPublished;
import io.affidavit.schemas.policy.PolicyRule;
import io.affidavit.schemas.policy.Verdict;
import io.affidavit.schemas.routing.CredentialSealed;
import io.affidavit.schemas.routing.DeploymentRegistered;
import io.affidavit.schemas.routing.Fallbacks;
import io.affidavit.schemas.routing.Protocol;
import io.affidavit.schemas.routing.ProviderRegistered;
import io.affidavit.schemas.routing.RetryRules;
import io.affidavit.schemas.routing.RouteDefined;
import io.affidavit.schemas.routing.RouteRemoved;
import io.affidavit.schemas.routing.RouteRules;
import io.affidavit.schemas.routing.RouteTimeouts;
import io.affidavit.schemas.routing.Strategy;
import io.affidavit.schemas.routing.UnsupportedParameters;
import io.affidavit.schemas.serial.EventSerializer;
import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.CallId;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.NanoUsd;
import io.affidavit.schemas.value.NodeId;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.ProviderId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BusQueriesTest {

    private static final RouteRules RULES =
            new RouteRules(
                    new Fallbacks(
                            List.of(new Alias("a"), new Alias("b")),
                            List.of(new Alias("long")),
                            List.of()),
                    new RetryRules(2, 10, 20, 30, false),
                    new RouteTimeouts(1L, null, 3L, 4L),
                    UnsupportedParameters.DROP,
                    4_096);

    private static final OrganizationId ACME = new OrganizationId("acme");
    private static final ProviderId PROVIDER = new ProviderId("openai-prod");
    private static final Instant EXPIRY = Instant.parse("2027-07-22T00:00:00Z");

    private final QueryHouse house = new QueryHouse();

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void tellsAKeyOfItsOwnCallsOnly() throws Exception {
        house.append(
                admitted(call(1)),
                chosen(call(1), 1, 2),
                attemptFailed(call(1), 1, 2),
                chosen(call(1), 2, 1),
                completed(call(1), CallOutcome.COMPLETED, 10),
                refused(call(2)),
                admitted(call(3)));

        CallView done = Objects.requireNonNull(find(call(1), 1));
        assertThat(done.createdAt()).isEqualTo(Stories.AT);
        assertThat(done.attempts()).isEqualTo(2);
        assertThat(Objects.requireNonNull(done.target()).model()).isEqualTo("model-1");
        CallView.Ending ending = Objects.requireNonNull(done.ending());
        assertThat(ending.outcome()).isEqualTo(CallOutcome.COMPLETED);
        assertThat(ending.usage()).isEqualTo(Stories.usage(10));
        assertThat(ending.costNanoUsd()).isEqualTo(new NanoUsd(10_000));
        assertThat(Objects.requireNonNull(ending.answer()).finishReason()).isEqualTo("stop");
        CallView turnedAway = Objects.requireNonNull(find(call(2), 1));
        assertThat(Objects.requireNonNull(turnedAway.ending()).failure())
                .isEqualTo(FailureCode.MODEL_NOT_FOUND);
        assertThat(Objects.requireNonNull(find(call(3), 1)).ending()).isNull();
        assertThat(find(call(1), 2)).isNull();
        assertThat(find(call(9), 1)).isNull();
    }

    @Test
    void tellsACallThatWasConcludedLate() throws Exception {
        house.append(admitted(call(1)), abandoned(call(1)));
        CallView left = Objects.requireNonNull(find(call(1), 1));
        assertThat(Objects.requireNonNull(left.ending()).outcome())
                .isEqualTo(CallOutcome.ABANDONED);
        assertThat(left.ending().costNanoUsd()).isNull();

        house.append(late(call(1), 10));
        CallView concluded = Objects.requireNonNull(find(call(1), 1));
        assertThat(Objects.requireNonNull(concluded.ending()).costNanoUsd())
                .isEqualTo(new NanoUsd(10_000));
    }

    @Test
    void tellsWhatAKeyUsedInTheCalendarOfItsOrganization() throws Exception {
        Instant lastYear = Instant.parse("2025-12-31T22:59:59Z");
        Instant newYear = Instant.parse("2025-12-31T23:00:00Z"); // midnight in Berlin
        house.append(
                new OrganizationRegistered(
                        ACME, "Europe/Berlin", ContentMode.COMMIT, null, Digest.ZERO, List.of()),
                key(1, null),
                admitted(call(1, lastYear), 1, "fast", lastYear),
                completed(call(1, lastYear), CallOutcome.COMPLETED, 1),
                admitted(call(2, newYear), 1, "fast", newYear),
                unpriced(call(2, newYear), 2),
                admitted(call(3, newYear), 2, "fast", newYear));

        KeyUsage usage =
                house.queries()
                        .query(
                                new FindKeyUsage(Stories.key(1), newYear.plusSeconds(60)),
                                KeyUsage.class)
                        .get();

        assertThat(usage.day()).isEqualTo(new KeyUsage.Used(1, 1, Stories.usage(2), 0));
        assertThat(usage.month()).isEqualTo(usage.day()); // a Thursday
        assertThat(usage.week().requests()).isEqualTo(2);
        assertThat(usage.total().requests()).isEqualTo(2);
        assertThat(usage.total().costNanoUsd()).isEqualTo(1_000);
    }

    private @Nullable CallView find(CallId call, int key) throws Exception {
        return house.queries().query(new FindCall(call, Stories.key(key)), CallView.class).get();
    }

    @Test
    void answersAnEmptyCatalogueBeforeTheFirstRecord() throws Exception {
        CatalogPage page = page(null, 10);
        assertThat(page.position()).isEqualTo(-1);
        assertThat(page.keys()).isEmpty();
        assertThat(page.policy()).isNull();
        assertThat(page.nextCursor()).isNull();
    }

    @Test
    void pagesThroughTheCatalogue() throws Exception {
        PolicyDocument document =
                new PolicyDocument(
                        "strict",
                        List.of(new PolicyRule("email", Direction.PROMPT, Verdict.BLOCK)));
        Digest policy = EventSerializer.digest(document);
        long head =
                house.append(
                        new OrganizationRegistered(
                                ACME, "UTC", ContentMode.SEAL, null, Digest.ZERO, List.of()),
                        new ProviderRegistered(
                                PROVIDER,
                                ACME,
                                Protocol.OPENAI,
                                "https://api.openai.com/v1",
                                null,
                                Digest.ZERO,
                                List.of()),
                        new CredentialSealed(PROVIDER, 1, "kek"),
                        new DeploymentRegistered(
                                Stories.deployment(1),
                                new Alias("fast"),
                                PROVIDER,
                                "gpt-5",
                                7,
                                2,
                                null,
                                null,
                                Digest.ZERO,
                                List.of()),
                        new RouteDefined(
                                new Alias("fast"),
                                Strategy.WEIGHTED,
                                RULES,
                                null,
                                null,
                                Digest.ZERO,
                                List.of()),
                        new RouteRemoved(new Alias("slow"), Digest.ZERO, List.of()),
                        new PolicyPublished(policy, document),
                        new PolicyActivated(policy),
                        new ScopeArchived(ScopeKind.ORGANIZATION, ACME, null, null, List.of()),
                        key(1, null),
                        key(2, EXPIRY),
                        key(3, null),
                        new VirtualKeyRevoked(Stories.key(3), ACME, Digest.ZERO, List.of()));

        CatalogPage first = page(null, 2);
        assertThat(first.position()).isEqualTo(head);
        assertThat(first.organizations())
                .containsExactly(new CatalogPage.Organization(ACME, ContentMode.SEAL));
        assertThat(first.archived()).containsExactly(new CatalogPage.Archived(ACME, null, null));
        assertThat(first.providers())
                .containsExactly(
                        new CatalogPage.Provider(
                                PROVIDER, ACME, Protocol.OPENAI, "https://api.openai.com/v1", 1));
        assertThat(first.deployments())
                .containsExactly(
                        new CatalogPage.Deployment(
                                Stories.deployment(1), new Alias("fast"), PROVIDER, "gpt-5", 7, 2));
        assertThat(first.routes())
                .containsExactly(
                        new CatalogPage.Route(new Alias("fast"), Strategy.WEIGHTED, RULES, false),
                        new CatalogPage.Route(
                                new Alias("slow"), Strategy.ORDERED, RouteRules.DEFAULT, true));
        assertThat(first.policy()).isEqualTo(new CatalogPage.Policy(policy, document));
        assertThat(first.keys())
                .containsExactly(catalogKey(1, null, false), catalogKey(2, EXPIRY, false));

        CatalogPage second = page(first.nextCursor(), 2);
        assertThat(second.organizations()).isEmpty();
        assertThat(second.policy()).isNull();
        assertThat(second.keys()).containsExactly(catalogKey(3, null, true));
        assertThat(second.nextCursor()).isNull();
    }

    @Test
    void findsOpenCallsOfOtherNodes() throws Exception {
        long head =
                house.append(
                        admitted(call(1)),
                        admitted(call(2)),
                        completed(call(1), CallOutcome.COMPLETED, 1));

        OpenCalls others = open(new NodeId("anotherNode00000"));
        assertThat(others.position()).isEqualTo(head);
        assertThat(others.calls()).containsExactly(new OpenCalls.OpenCall(call(2), Stories.NODE));
        assertThat(open(Stories.NODE).calls()).isEmpty();
    }

    private CatalogPage page(@Nullable String cursor, int limit)
            throws ExecutionException, InterruptedException {
        return house.queries().query(new FindCatalogPage(cursor, limit), CatalogPage.class).get();
    }

    private OpenCalls open(NodeId self) throws ExecutionException, InterruptedException {
        return house.queries().query(new FindOpenCalls(List.of(self), 10), OpenCalls.class).get();
    }

    private static VirtualKeyIssued key(int number, @Nullable Instant expiresAt) {
        return new VirtualKeyIssued(
                Stories.key(number),
                ACME,
                null,
                null,
                "f".repeat(64),
                KeyOrigin.ISSUED,
                List.of("fast", "slow"),
                List.of("*"),
                null,
                expiresAt,
                null,
                Digest.ZERO,
                List.of());
    }

    private static CatalogPage.Key catalogKey(
            int number, @Nullable Instant expiresAt, boolean revoked) {
        return new CatalogPage.Key(
                Stories.key(number),
                "f".repeat(64),
                null,
                false,
                ACME,
                null,
                null,
                List.of("fast", "slow"),
                List.of("*"),
                null,
                expiresAt,
                false,
                revoked);
    }
}
