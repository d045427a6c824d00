package io.affidavit.edge.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.house.Pages;
import io.affidavit.schemas.access.KeyOrigin;
import io.affidavit.schemas.access.VirtualKeyFormat;
import io.affidavit.schemas.access.VirtualKeyIssued;
import io.affidavit.schemas.access.VirtualKeyRevoked;
import io.affidavit.schemas.call.CallQuery.AwaitVisible;
import io.affidavit.schemas.call.CatalogPage;
import io.affidavit.schemas.policy.PolicyActivated;
import io.affidavit.schemas.policy.PolicyDocument;
import io.affidavit.schemas.policy.PolicyPublished;
import io.affidavit.schemas.routing.CredentialDestroyed;
import io.affidavit.schemas.routing.CredentialRotated;
import io.affidavit.schemas.routing.CredentialSealed;
import io.affidavit.schemas.routing.DeploymentChanged;
import io.affidavit.schemas.routing.DeploymentDrained;
import io.affidavit.schemas.routing.DeploymentRegistered;
import io.affidavit.schemas.routing.Protocol;
import io.affidavit.schemas.routing.ProviderChanged;
import io.affidavit.schemas.routing.ProviderDisabled;
import io.affidavit.schemas.routing.ProviderRegistered;
import io.affidavit.schemas.routing.RouteDefined;
import io.affidavit.schemas.routing.RouteRemoved;
import io.affidavit.schemas.routing.RouteRules;
import io.affidavit.schemas.routing.Strategy;
import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.ProviderId;
import io.affidavit.schemas.value.VirtualKeyId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.messaging.StreamableMessageSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogFollowerTest {

    private static final Digest D = Digest.ZERO;
    private static final ProviderId P = new ProviderId("p");
    private static final DeploymentId DEPLOYMENT = new DeploymentId("dep_0000000000000001");
    private static final Alias M = new Alias("m");
    private static final VirtualKeyId KEY =
            VirtualKeyFormat.parse(Pages.key("KKKKKKKKKKKK")).orElseThrow();

    private final InMemoryEventStorageEngine engine = new InMemoryEventStorageEngine(0);
    private final EmbeddedEventStore log =
            EmbeddedEventStore.builder().storageEngine(engine).build();
    private final Queue<CatalogPage> pages = new ArrayDeque<>();
    private final LogFollower follower = new LogFollower(_ -> pages.remove(), log);
    private long position = -1;

    @AfterEach
    void close() {
        follower.close();
        log.shutDown();
    }

    @Test
    void foldsTheTailOfTheLog() throws Exception {
        pages.add(empty());
        follower.start();
        follow(issued());
        assertThat(follower.current().key(KEY).revoked()).isFalse();
        follow(new ProviderRegistered(P, null, Protocol.OPENAI, "https://a", null, D, List.of()));
        follow(new CredentialSealed(P, 1, "k"));
        follow(new DeploymentRegistered(DEPLOYMENT, M, P, "up", 1, 1, null, null, D, List.of()));
        assertThat(follower.current().deployments("m"))
                .containsExactly(new CatalogPage.Deployment(DEPLOYMENT, M, P, "up", 1, 1));
        follow(new ProviderChanged(P, "https://b", D, D, List.of()));
        follow(new CredentialRotated(P, 2, "k"));
        assertThat(follower.current().provider(P))
                .isEqualTo(new CatalogPage.Provider(P, null, Protocol.OPENAI, "https://b", 2));
        follow(new DeploymentChanged(DEPLOYMENT, "other", 0, 1, null, D, D, List.of()));
        assertThat(follower.current().deployments("m").getFirst().upstreamModel())
                .isEqualTo("other");
        follow(new RouteRemoved(M, D, List.of()));
        assertThat(follower.current().deployments("m")).isEmpty();
        follow(new RouteDefined(M, Strategy.ORDERED, RouteRules.DEFAULT, null, null, D, List.of()));
        assertThat(follower.current().deployments("m")).hasSize(1);
        follow(new DeploymentDrained(DEPLOYMENT, D, List.of()));
        assertThat(follower.current().deployments("m")).isEmpty();
        follow(new CredentialDestroyed(P, 2));
        follow(new ProviderDisabled(P, D, List.of()));
        assertThat(follower.current().provider(P)).isNull();
        follow(new VirtualKeyRevoked(KEY, Pages.ACME, D, List.of()));
        assertThat(follower.current().key(KEY).revoked()).isTrue();
    }

    @Test
    void foldsAgainWithoutUndoingWhatAPageShowsAlready() throws Exception {
        append(issued());
        append(new VirtualKeyRevoked(KEY, Pages.ACME, D, List.of()));
        CatalogPage.Key revoked = Pages.keyOf(Pages.key("KKKKKKKKKKKK"), List.of("*"), true);
        pages.add(page(1, List.of(revoked), "next"));
        pages.add(page(-1, List.of(), null)); // the lowest position counts
        follower.start();

        assertThat(follower.await(1, Duration.ofSeconds(20))).isTrue();
        assertThat(follower.current().key(KEY).revoked()).isTrue();
    }

    @Test
    void loadsAgainWhenTheTablesWereCaughtBetweenTwoFacts() throws Exception {
        PolicyDocument policy = new PolicyDocument("strict", List.of());
        append(new PolicyPublished(D, policy));
        append(new PolicyActivated(D));
        pages.add(page(0, List.of(), null));
        pages.add(
                new CatalogPage(
                        1,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        new CatalogPage.Policy(D, policy),
                        null));
        follower.start();

        assertThat(follower.await(1, Duration.ofSeconds(20))).isTrue();
        assertThat(follower.current().policy().document()).isEqualTo(policy);
    }

    @Test
    void isNotCurrentBeforeItHasCaughtUpNorAfterAnUnknownFact() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        try (LogFollower slow =
                new LogFollower(
                        _ -> {
                            asked.countDown();
                            await(answer);
                            return empty();
                        },
                        log)) {
            slow.start();
            await(asked);
            assertThat(slow.isCurrent()).isFalse();
            answer.countDown();
            assertThat(slow.await(-1, Duration.ofSeconds(20))).isTrue();
            append(issued());
            assertThat(slow.await(0, Duration.ofSeconds(20))).isTrue();
            assertThat(slow.isCurrent()).isTrue();

            append("a fact of a later edition");
            append(issued());

            assertThat(slow.awaitEnd(Duration.ofSeconds(20))).isTrue();
            assertThat(slow.isCurrent()).isFalse();
            assertThat(slow.await(2, Duration.ZERO)).isFalse();
        }
    }

    @Test
    void asksAgainWhenNobodyAnswersPages() throws Exception {
        follower.start(); // the queue is empty: the first question fails
        CatalogPage page = empty();
        pages.add(page);

        assertThat(follower.await(-1, Duration.ofSeconds(20))).isTrue();
        VisibilityHandler handler = new VisibilityHandler(follower);
        assertThat(handler.handle(new AwaitVisible(-1, 1000))).isTrue();
        assertThat(handler.handle(new AwaitVisible(5, 1))).isFalse();
    }

    @Test
    void recoversFromAnErrorAndIsNotCurrentOnceClosed() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        LogFollower hurt =
                new LogFollower(
                        _ -> {
                            if (asked.getAndIncrement() == 0) {
                                throw new OutOfMemoryError("made up");
                            }
                            return empty();
                        },
                        log);
        hurt.start();
        assertThat(hurt.await(-1, Duration.ofSeconds(20))).isTrue();
        assertThat(hurt.isCurrent()).isTrue();

        hurt.close();

        assertThat(hurt.awaitEnd(Duration.ofSeconds(20))).isTrue();
        assertThat(hurt.isCurrent()).isFalse();
    }

    @Test
    void isNotCurrentWhileItCannotLook() throws Exception {
        AtomicLong time = new AtomicLong();
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        StreamableMessageSource<TrackedEventMessage<?>> hanging =
                new StreamableMessageSource<>() {
                    @Override
                    public BlockingStream<TrackedEventMessage<?>> openStream(TrackingToken token) {
                        return new HangingStream(log.openStream(token), stuck, goOn);
                    }

                    @Override
                    public TrackingToken createHeadToken() {
                        return log.createHeadToken();
                    }
                };
        try (LogFollower follower = new LogFollower(_ -> empty(), hanging, time::get)) {
            follower.start();
            await(stuck); // in its first look
            assertThat(follower.isCurrent()).isTrue();

            time.addAndGet(Duration.ofSeconds(4).toNanos());
            assertThat(follower.isCurrent()).isFalse();

            append(issued());
            goOn.countDown();
            assertThat(follower.await(0, Duration.ofSeconds(20))).isTrue();
            assertThat(follower.isCurrent()).isTrue();
        }
    }

    @Test
    void showsAndStaysCurrentWhileTheLogNeverRests() throws Exception {
        append(issued());
        append(new VirtualKeyRevoked(KEY, Pages.ACME, D, List.of()));
        AtomicLong time = new AtomicLong();
        EndlessLog endless = new EndlessLog(log, () -> time.addAndGet(1_000_000)); // 1 ms a record
        try (LogFollower busy = new LogFollower(_ -> empty(), endless, time::get)) {
            busy.start();

            await(endless.passed(20_000));

            assertThat(busy.current().key(KEY).revoked()).isTrue();
            assertThat(busy.isCurrent()).isTrue();
        }
    }

    private void follow(Object event) throws InterruptedException {
        append(event);
        assertThat(follower.await(position, Duration.ofSeconds(20))).isTrue();
    }

    private void append(Object event) {
        log.publish(GenericEventMessage.asEventMessage(event));
        position++;
    }

    private static VirtualKeyIssued issued() {
        return new VirtualKeyIssued(
                KEY,
                Pages.ACME,
                null,
                null,
                VirtualKeyFormat.macHex(Pages.pepper(), Pages.key("KKKKKKKKKKKK")),
                KeyOrigin.ISSUED,
                List.of("*"),
                List.of("*"),
                null,
                null,
                null,
                D,
                List.of());
    }

    private static CatalogPage empty() {
        return page(-1, List.of(), null);
    }

    private static CatalogPage page(long position, List<CatalogPage.Key> keys, String next) {
        return new CatalogPage(
                position, List.of(), List.of(), keys, List.of(), List.of(), List.of(), List.of(),
                null, next);
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new AssertionError("waited in vain");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
