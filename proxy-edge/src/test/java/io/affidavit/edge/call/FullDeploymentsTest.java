package io.affidavit.edge.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.house.Bodies;
import io.affidavit.edge.house.Pages;
import io.affidavit.edge.upstream.FakeProvider;
import io.affidavit.edge.upstream.Reply;
import io.affidavit.schemas.access.CallScopes;
import io.affidavit.schemas.access.LimitUnit;
import io.affidavit.schemas.call.Admission;
import io.affidavit.schemas.call.CallCommand.AdmitCall;
import io.affidavit.schemas.call.CallCommand.CompleteCall;
import io.affidavit.schemas.call.CallCommand.FailAttempt;
import io.affidavit.schemas.call.CallCommand.FailCall;
import io.affidavit.schemas.call.CatalogPage;
import io.affidavit.schemas.call.NextAttempt;
import io.affidavit.schemas.routing.Candidate;
import io.affidavit.schemas.routing.Destination;
import io.affidavit.schemas.routing.DropReason;
import io.affidavit.schemas.routing.Fallbacks;
import io.affidavit.schemas.routing.RetryRules;
import io.affidavit.schemas.routing.RouteChoice;
import io.affidavit.schemas.routing.RouteChooser;
import io.affidavit.schemas.routing.RoutingCommand.CoolDeployment;
import io.affidavit.schemas.routing.RoutingCommand.RecoverDeployment;
import io.affidavit.schemas.serial.Refusal;
import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.LimitId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Where deployments have limits: what is chosen in their place, and that the append has its way.
class FullDeploymentsTest extends RouteFixture {

    @Test
    void saysWhereACallGoesWhileDeploymentsAreFull() throws Exception {
        at("m", 0, Bodies.reply(false));
        at("m", 1);
        at("other", 0);
        at("other", 1);
        show(any("other"), LimitUnit.REQUESTS, 0, 1, 2);

        assertThat(call(false).status()).isEqualTo(200);

        AdmitCall admitted = house.journal.await(AdmitCall.class);
        assertThat(admitted.choice().chosen()).isEqualTo(id(0));
        assertThat(admitted.choice().candidates()).hasSize(2);
        assertThat(admitted.otherwise())
                .extracting(RouteChoice::chosen)
                .containsExactly(id(1), id(2), id(3)); // the last one has no limit
        assertThat(admitted.otherwise()).allMatch(RouteChooser::follows);
        assertThat(admitted.otherwise().getLast().candidates())
                .extracting(Candidate::dropped)
                .containsExactly(DropReason.FULL, DropReason.FULL, DropReason.FULL, null);
        assertThat(admitted.destinations())
                .extracting(Destination::deployment)
                .containsAll(admitted.otherwise().stream().map(RouteChoice::chosen).toList());
    }

    @Test
    void saysNothingWhereNoDeploymentHasALimit() throws Exception {
        at("m", 0, Bodies.reply(false));
        at("m", 1);
        show(Fallbacks.NONE, LimitUnit.REQUESTS, 1);

        assertThat(call(false).status()).isEqualTo(200);

        assertThat(house.journal.await(AdmitCall.class).otherwise()).isEmpty();
    }

    @Test
    void goesWhereTheAppendSentIt() throws Exception {
        FakeProvider full = at("m", 0);
        FakeProvider other = at("m", 1, Bodies.reply(false));
        show(Fallbacks.NONE, LimitUnit.PARALLEL, 0);
        house.journal.answer(command ->
                command instanceof AdmitCall admit
                        ? new Admission(List.of(), admit.otherwise())
                        : null);

        assertThat(call(false).status()).isEqualTo(200);

        assertThat(full.connections()).isZero();
        assertThat(other.waiting()).isEqualTo(1);
        assertThat(house.journal.await(CompleteCall.class).deployment()).isEqualTo(id(1));
    }

    @Test
    void triesAgainWhereTheAppendSentIt() throws Exception {
        at("m", 0, Reply.json(429, "{}"));
        FakeProvider full = at("m", 1);
        FakeProvider other = at("m", 2, Bodies.reply(false));
        show(Fallbacks.NONE, LimitUnit.PARALLEL, 1);
        house.journal.answer(command ->
                command instanceof FailAttempt failed ? new NextAttempt(failed.otherwise()) : null);

        assertThat(call(false).status()).isEqualTo(200);

        assertThat(full.connections()).isZero();
        assertThat(other.waiting()).isEqualTo(1);
        assertThat(house.journal.await(FailAttempt.class).otherwise())
                .extracting(RouteChoice::chosen)
                .containsExactly(id(2));
    }

    @Test
    void endsWithTheFailureWhereAllThatIsLeftIsFull() throws Exception {
        at("m", 0, Reply.json(500, "{}"));
        FakeProvider full = at("m", 1);
        show(Fallbacks.NONE, LimitUnit.PARALLEL, 1);
        house.journal.answer(command -> {
            if (command instanceof FailAttempt) {
                throw new Refusal(FailureCode.RATE_LIMIT_EXCEEDED, "full").exception();
            }
            return null;
        });

        assertThat(call(false).status()).isEqualTo(502);

        assertThat(full.connections()).isZero();
        assertThat(house.journal.all(FailAttempt.class)).hasSize(1);
        assertThat(house.journal.await(FailCall.class).failure())
                .isEqualTo(FailureCode.UPSTREAM_ERROR);
    }

    /// Else it would never be found well again while the one before it is full.
    @Test
    void triesWhoCooledDownInPlaceOfAFullOne() throws Exception {
        Reply ill = Reply.json(500, "{}");
        at("m", 0);
        FakeProvider sick = at("m", 1, ill, ill, ill, ill, ill, Bodies.reply(false));
        at("m", 2, Bodies.reply(false));
        show(route(Fallbacks.NONE, new RetryRules(2, 2, 4, 0, true)), LimitUnit.PARALLEL, 0);
        house.journal.answer(command ->
                switch (command) {
                    case AdmitCall admit -> new Admission(List.of(), admit.otherwise());
                    case FailAttempt failed -> new NextAttempt(failed.otherwise());
                    default -> null;
                });
        for (int i = 0; i < 5; i++) {
            assertThat(call(false).status()).isEqualTo(200);
        }
        house.journal.await(CoolDeployment.class);

        house.healthAhead.set(Duration.ofSeconds(5).toNanos());
        assertThat(call(false).status()).isEqualTo(200);

        assertThat(sick.waiting()).isEqualTo(6);
        assertThat(house.journal.await(RecoverDeployment.class).deployment()).isEqualTo(id(1));
    }

    @Test
    void countsThePromptForALimitOfADeploymentInTokens() throws Exception {
        at("m", 0, Bodies.reply(false));
        at("m", 1, Bodies.reply(false));
        show(Fallbacks.NONE, LimitUnit.TOKENS, 1);

        assertThat(call(false).status()).isEqualTo(200);

        assertThat(house.journal.await(AdmitCall.class).estimate().method())
                .isNotEqualTo("utf8_bytes_div3/1");
    }

    private void show(Fallbacks fallbacks, LimitUnit unit, int... limited) {
        show(route(fallbacks, QUICK), unit, limited);
    }

    private void show(CatalogPage.Route route, LimitUnit unit, int... limited) {
        List<CatalogPage.Meter> meters = new ArrayList<>();
        for (int number : limited) {
            meters.add(
                    new CatalogPage.Meter(
                            new LimitId("lim_000000000000000" + number),
                            CallScopes.of(id(number)),
                            null,
                            unit));
        }
        CatalogPage page = Pages.routed(page(List.of("*")), route);
        house.catalog.show(Pages.metered(page, meters));
    }

    private static DeploymentId id(int number) {
        return new DeploymentId("dep_000000000000000" + number);
    }
}
