package io.affidavit.edge.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.house.Bodies;
import io.affidavit.edge.house.Pages;
import io.affidavit.edge.house.Wire;
import io.affidavit.edge.upstream.FakeProvider;
import io.affidavit.edge.upstream.Reply;
import io.affidavit.schemas.call.CallCommand.AdmitCall;
import io.affidavit.schemas.call.CatalogPage;
import io.affidavit.schemas.routing.Candidate;
import io.affidavit.schemas.routing.CooldownReason;
import io.affidavit.schemas.routing.CoolingState;
import io.affidavit.schemas.routing.DropReason;
import io.affidavit.schemas.routing.Fallbacks;
import io.affidavit.schemas.routing.Protocol;
import io.affidavit.schemas.routing.RetryRules;
import io.affidavit.schemas.routing.RouteChoice;
import io.affidavit.schemas.routing.RoutingCommand.CoolDeployment;
import io.affidavit.schemas.routing.RoutingCommand.RecoverDeployment;
import io.affidavit.schemas.routing.Strategy;
import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.ProviderId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Who is passed over and who is drawn: health, weights, and what a protocol cannot say.
class CandidatesTest extends RouteFixture {

    @Test
    void coolsDownWhoFailsTooOftenAndPassesItOver() throws Exception {
        FakeProvider sick = at("m", 0, Reply.json(500, "{}"));
        at("m", 1, Bodies.reply(false));
        show(route(Fallbacks.NONE, new RetryRules(2, 2, 4, 0, true)));
        for (int i = 0; i < 5; i++) {
            assertThat(call(false).status()).isEqualTo(200);
        }

        CoolDeployment cooled = house.journal.await(CoolDeployment.class);
        assertThat(cooled.deployment()).isEqualTo(deployments.getFirst().id());
        assertThat(cooled.failures()).isEqualTo(5);
        assertThat(call(false).status()).isEqualTo(200);
        assertThat(sick.waiting()).isEqualTo(5);
        Candidate passed =
                house.journal.all(AdmitCall.class).getLast().choice().candidates().getFirst();
        assertThat(passed.cooling()).isEqualTo(CoolingState.COOLING);
        assertThat(passed.dropped()).isEqualTo(DropReason.COOLING_DOWN);
    }

    @Test
    void triesWhoCooledDownWithOneCallAndTakesItBack() throws Exception {
        Reply ill = Reply.json(500, "{}");
        FakeProvider sick = at("m", 0, ill, ill, ill, ill, ill, Bodies.reply(false));
        at("m", 1, Bodies.reply(false));
        show(route(Fallbacks.NONE, new RetryRules(2, 2, 4, 0, true)));
        for (int i = 0; i < 5; i++) {
            assertThat(call(false).status()).isEqualTo(200);
        }
        house.journal.await(CoolDeployment.class);

        house.healthAhead.set(Duration.ofSeconds(5).toNanos());
        assertThat(call(false).status()).isEqualTo(200);

        assertThat(sick.waiting()).isEqualTo(6);
        RecoverDeployment recovered = house.journal.await(RecoverDeployment.class);
        assertThat(recovered.deployment()).isEqualTo(deployments.getFirst().id());
        assertThat(recovered.cooldowns()).isEqualTo(1);
        RouteChoice trial = house.journal.all(AdmitCall.class).getLast().choice();
        assertThat(trial.chosenCandidate().cooling()).isEqualTo(CoolingState.TRIAL);
        assertThat(call(false).status()).isEqualTo(200);
        assertThat(sick.waiting()).isEqualTo(7);
    }

    @Test
    void passesOverWhoRefusesForItsRateEvenIfItDoesNotSayUntilWhen() throws Exception {
        FakeProvider full = at("m", 0, Reply.json(429, "{\"error\":{\"code\":429}}"));
        at("m", 1, Bodies.reply(false));
        show(route(Fallbacks.NONE, QUICK));
        for (int i = 0; i < 4; i++) {
            assertThat(call(false).status()).isEqualTo(200);
        }

        assertThat(full.waiting()).isEqualTo(1);
        CoolDeployment cooled = house.journal.await(CoolDeployment.class);
        assertThat(cooled.reason()).isEqualTo(CooldownReason.RATE_LIMITED);
        Candidate passed =
                house.journal.all(AdmitCall.class).getLast().choice().candidates().getFirst();
        assertThat(passed.dropped()).isEqualTo(DropReason.COOLING_DOWN);
    }

    @Test
    void givesATrialAwayWhereTheCallWasNotAdmitted() throws Exception {
        Reply full = Reply.json(429, "{}");
        FakeProvider sick = at("m", 0, full, Bodies.reply(false));
        at("m", 1, Bodies.reply(false));
        show(route(Fallbacks.NONE, QUICK));
        assertThat(call(false).status()).isEqualTo(200);
        house.journal.await(CoolDeployment.class);
        house.healthAhead.set(Duration.ofSeconds(5).toNanos());

        house.journal.fate(
                command -> command instanceof AdmitCall ? FailureCode.EVIDENCE_UNAVAILABLE : null);
        assertThat(call(false).status()).isEqualTo(503);
        house.journal.fate(_ -> null);
        assertThat(call(false).status()).isEqualTo(200);

        assertThat(sick.waiting()).isEqualTo(2);
        house.journal.await(RecoverDeployment.class);
    }

    @Test
    void neverCoolsDownALoneDeployment() throws Exception {
        FakeProvider only = at("m", 0, Reply.json(429, "{}"));
        show(route(Fallbacks.NONE, QUICK));
        for (int i = 0; i < 7; i++) {
            assertThat(call(false).status()).isEqualTo(429);
        }

        assertThat(only.waiting()).isEqualTo(7);
        assertThat(house.journal.all(CoolDeployment.class)).isEmpty();
    }

    @Test
    void drawsByWeightAndRecordsTheDraw() throws Exception {
        FakeProvider none = at("m", 0, 0, Bodies.reply(false));
        FakeProvider all = at("m", 0, 5, Bodies.reply(false));
        show(new CatalogPage.Route(M, Strategy.WEIGHTED, rules(Fallbacks.NONE, QUICK), false));
        for (int i = 0; i < 10; i++) {
            assertThat(call(false).status()).isEqualTo(200);
        }

        assertThat(none.connections()).isZero();
        assertThat(all.waiting()).isEqualTo(10);
        for (AdmitCall admitted : house.journal.all(AdmitCall.class)) {
            assertThat(admitted.choice().strategy()).isEqualTo(Strategy.WEIGHTED);
            assertThat(admitted.choice().draw()).matches("[0-9]+");
        }
    }

    @Test
    void leavesOutWhatAProtocolCannotSayOrSaysThatItDoes() throws Exception {
        FakeProvider openAi = at("m", 1, Bodies.reply(false));
        CatalogPage page = page(List.of("*"));
        List<CatalogPage.Provider> more = new ArrayList<>(page.providers());
        more.add(Pages.provider("claude", Protocol.ANTHROPIC, openAi.baseUrl()));
        deployments.add(
                new CatalogPage.Deployment(
                        new DeploymentId("dep_000000000000000a"),
                        M,
                        new ProviderId("claude"),
                        "claude-sonnet-4-5",
                        0,
                        1));
        house.catalog.show(Pages.page(more, deployments));
        String body = Bodies.request(false).replace("{\"model\"", "{\"logprobs\":true,\"model\"");

        try (Wire wire = Wire.to(house.port())) {
            assertThat(wire.send(Wire.chat(Pages.KEY, body)).read().status()).isEqualTo(200);
        }
        Candidate mute = house.journal.await(AdmitCall.class).choice().candidates().getFirst();
        assertThat(mute.unsupported()).containsExactly("logprobs");
        assertThat(mute.dropped()).isEqualTo(DropReason.PARAMETER_UNSUPPORTED);

        house.catalog.show(Pages.page(more, deployments.subList(1, 2)));
        try (Wire wire = Wire.to(house.port())) {
            Wire.Response answer = wire.send(Wire.chat(Pages.KEY, body)).read();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body()).contains("unsupported_parameter", "\"param\":\"logprobs\"");
        }
        assertThat(house.journal.all(AdmitCall.class)).hasSize(1);
    }
}
