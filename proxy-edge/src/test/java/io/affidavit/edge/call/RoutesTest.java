package io.affidavit.edge.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.house.Bodies;
import io.affidavit.edge.house.EdgeHouse;
import io.affidavit.edge.house.Pages;
import io.affidavit.edge.house.Wire;
import io.affidavit.edge.upstream.FakeProvider;
import io.affidavit.edge.upstream.Reply;
import io.affidavit.schemas.call.CallCommand.AdmitCall;
import io.affidavit.schemas.call.CallCommand.CompleteCall;
import io.affidavit.schemas.call.CallCommand.FailAttempt;
import io.affidavit.schemas.call.CallCommand.FailCall;
import io.affidavit.schemas.call.CallOutcome;
import io.affidavit.schemas.call.CatalogPage;
import io.affidavit.schemas.routing.Candidate;
import io.affidavit.schemas.routing.CoolingState;
import io.affidavit.schemas.routing.DropReason;
import io.affidavit.schemas.routing.FallbackKind;
import io.affidavit.schemas.routing.Fallbacks;
import io.affidavit.schemas.routing.Protocol;
import io.affidavit.schemas.routing.RetryRules;
import io.affidavit.schemas.routing.RouteChoice;
import io.affidavit.schemas.routing.RouteChooser;
import io.affidavit.schemas.routing.RouteRules;
import io.affidavit.schemas.routing.RouteTimeouts;
import io.affidavit.schemas.routing.RoutingCommand.CoolDeployment;
import io.affidavit.schemas.routing.Strategy;
import io.affidavit.schemas.routing.UnsupportedParameters;
import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.ProviderId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Where calls go when something fails: each class of failure against real sockets, and that each
/// choice on record can be made again from the record alone.
class RoutesTest {

    private static final Alias M = new Alias("m");
    private static final RetryRules QUICK = new RetryRules(3, 2, 4, 20_000, true);
    private static final String OVERFLOW =
            "{\"error\":{\"code\":\"context_length_exceeded\",\"message\":\"maximum context length\"}}";
    private static final String FILTERED =
            "{\"error\":{\"code\":\"content_filter\",\"message\":\"filtered\"}}";

    private final EdgeHouse house = EdgeHouse.open();
    private final List<FakeProvider> providers = new ArrayList<>();
    private final List<CatalogPage.Deployment> deployments = new ArrayList<>();

    @AfterEach
    void close() {
        house.close();
        providers.forEach(FakeProvider::close);
        for (RouteChoice choice : choices()) {
            assertThat(RouteChooser.follows(choice)).as("%s", choice).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 500, 502, 503, 504, 520, 524, 529})
    void repeatsOnceAtTheSameDeploymentWhatMayPass(int status) throws Exception {
        boolean isTimeout = status == 408 || status == 504 || status == 524;
        FakeProvider first = at("m", 0, Reply.json(status, "{}"), Bodies.reply(false));
        FakeProvider second = at("m", 1, Bodies.reply(false));
        show(route(Fallbacks.NONE, QUICK));

        assertThat(call(false).status()).isEqualTo(200);

        // Who had the whole request and its time is not asked a second time.
        assertThat(first.waiting()).isEqualTo(isTimeout ? 1 : 2);
        assertThat(second.waiting()).isEqualTo(isTimeout ? 1 : 0);
        RouteChoice next = house.journal.await(FailAttempt.class).next();
        assertThat(next.candidates().getFirst().again()).isEqualTo(!isTimeout);
        assertThat(next.delayMillis()).isBetween(isTimeout ? 0L : 1L, 2L);
    }

    @Test
    void goesToTheNextDeploymentWhenTheRepetitionFailsToo() throws Exception {
        FakeProvider first = at("m", 0, Reply.json(500, "{}"));
        FakeProvider second = at("m", 1, Bodies.reply(false));
        show(route(Fallbacks.NONE, QUICK));

        assertThat(call(false).status()).isEqualTo(200);

        assertThat(first.waiting()).isEqualTo(2);
        assertThat(second.waiting()).isEqualTo(1);
    }

    @Test
    void keepsTheLastAttemptForAnotherDeployment() throws Exception {
        FakeProvider first = at("m", 0, Reply.json(500, "{}"));
        FakeProvider second = at("m", 1, Bodies.reply(false));
        show(route(Fallbacks.NONE, new RetryRules(2, 2, 4, 0, true)));

        assertThat(call(false).status()).isEqualTo(200);

        assertThat(first.waiting()).isEqualTo(1);
        assertThat(second.waiting()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 402, 403, 404, 429})
    void goesStraightToTheNextDeployment(int status) throws Exception {
        FakeProvider first = at("m", 0, Reply.json(status, "{}", "retry-after: 1"));
        FakeProvider second = at("m", 1, Bodies.reply(false));
        show(route(Fallbacks.NONE, QUICK));

        assertThat(call(false).status()).isEqualTo(200);

        assertThat(first.waiting()).isEqualTo(1);
        assertThat(second.waiting()).isEqualTo(1);
        assertThat(house.journal.await(FailAttempt.class).next().delayMillis()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"400", "413", "415", "422"})
    void neverRepeatsARequestThatIsWrong(int status) throws Exception {
        at("m", 0, Reply.json(status, "{\"error\":{\"message\":\"wrong\"}}"));
        FakeProvider second = at("m", 1, Bodies.reply(false));
        FakeProvider other = at("other", 0, Bodies.reply(false));
        show(route(any("other"), QUICK));

        assertThat(call(false).status()).isBetween(400, 499);

        assertThat(second.connections() + other.connections()).isZero();
        assertThat(house.journal.await(FailAttempt.class).next()).isNull();
    }

    @Test
    void waitsForTheOnlyDeploymentThatSaysWhenItHasRoom() throws Exception {
        FakeProvider only =
                at("m", 0, Reply.json(429, "{}", "retry-after-ms: 3"), Bodies.reply(false));
        show(route(Fallbacks.NONE, QUICK));

        assertThat(call(false).status()).isEqualTo(200);

        assertThat(only.waiting()).isEqualTo(2);
        assertThat(house.journal.await(FailAttempt.class).next().delayMillis()).isEqualTo(1_000);
        assertThat(house.journal.all(CoolDeployment.class)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"30, 20000, 600000", "5, 4000, 600000", "5, 20000, 4000"})
    void doesNotWaitForLongerThanTheRouteAndTheCallAllow(int asked, long longest, long total)
            throws Exception {
        at("m", 0, Reply.json(429, "{}", "retry-after: " + asked));
        show(
                route(
                        Fallbacks.NONE,
                        new RetryRules(3, 2, 4, longest, true),
                        new RouteTimeouts(null, null, null, total)));

        Wire.Response answer = call(false);

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.field("retry-after")).isEqualTo(Integer.toString(asked));
        assertThat(house.journal.await(FailAttempt.class).next()).isNull();
    }

    @Test
    void endsAWaitWhenTheClientLeaves() throws Exception {
        FakeProvider only = at("m", 0, Reply.json(429, "{}", "retry-after: 19"));
        show(route(Fallbacks.NONE, QUICK));
        Wire wire = Wire.to(house.port());
        wire.send(Wire.chat(Pages.KEY, Bodies.request(false)));
        house.journal.await(FailAttempt.class);

        wire.close();

        CompleteCall ended = house.journal.await(CompleteCall.class);
        assertThat(ended.outcome()).isEqualTo(CallOutcome.CLIENT_CLOSED);
        assertThat(ended.metered().usage().totalInput()).isZero();
        assertThat(only.waiting()).isEqualTo(1);
    }

    @Test
    void endsAWaitWhenTheGatewayStops() throws Exception {
        FakeProvider only = at("m", 0, Reply.json(429, "{}", "retry-after: 19"));
        show(route(Fallbacks.NONE, QUICK));
        try (Wire wire = Wire.to(house.port())) {
            wire.send(Wire.chat(Pages.KEY, Bodies.request(false)));
            house.journal.await(FailAttempt.class);

            house.calls.stopAll(FailureCode.SHUTTING_DOWN);

            assertThat(wire.read().body()).contains("\"server_is_shutting_down\"");
        }
        assertThat(house.journal.await(FailCall.class).failure())
                .isEqualTo(FailureCode.SHUTTING_DOWN);
        assertThat(only.waiting()).isEqualTo(1);
    }

    @Test
    void triesAnotherDeploymentAfterASilenceUnlessTheRouteForbidsIt() throws Exception {
        RouteTimeouts impatient = new RouteTimeouts(null, 50L, null, null);
        at("m", 0, Reply.nothing().hang());
        FakeProvider second = at("m", 1, Bodies.reply(false));
        show(route(Fallbacks.NONE, QUICK, impatient));

        assertThat(call(false).status()).isEqualTo(200);
        assertThat(house.journal.await(FailAttempt.class).mayBeCharged()).isTrue();

        show(route(Fallbacks.NONE, new RetryRules(3, 2, 4, 0, false), impatient));
        Wire.Response answer = call(false);

        assertThat(answer.status()).isEqualTo(504);
        assertThat(answer.field("x-should-retry")).isEqualTo("false");
        assertThat(second.waiting()).isEqualTo(1);
    }

    @Test
    void givesTheWholeCallItsRoutesTime() throws Exception {
        FakeProvider first = at("m", 0, Reply.nothing().hang());
        FakeProvider second = at("m", 1, Bodies.reply(false));
        show(route(Fallbacks.NONE, QUICK, new RouteTimeouts(null, null, null, 100L)));

        assertThat(call(false).status()).isEqualTo(504);

        assertThat(first.waiting()).isEqualTo(1);
        assertThat(second.connections()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void letsAFallbackTakeOverForAnyError(boolean stream) throws Exception {
        at("m", 0, Reply.json(500, "{}"));
        FakeProvider other = at("other", 0, Bodies.reply(stream));
        show(route(any("nobody", "other"), QUICK));

        assertThat(call(stream).status()).isEqualTo(200);

        assertThat(other.waiting()).isEqualTo(1);
        RouteChoice last = house.journal.all(FailAttempt.class).getLast().next();
        assertThat(last.fallback()).isEqualTo(FallbackKind.ANY_ERROR);
        assertThat(last.candidates().getFirst().dropped()).isEqualTo(DropReason.ALREADY_TRIED);
        assertThat(last.chosenCandidate().alias()).isEqualTo(new Alias("other"));
        assertThat(last.chosenCandidate().depth()).isEqualTo(2);
        assertThat(house.journal.await(CompleteCall.class).provider()).isEqualTo(provider(1));
    }

    @Test
    void needsNoGrantForAFallback() throws Exception {
        at("m", 0, Reply.json(429, "{}"));
        at("other", 0, Bodies.reply(false));
        show(route(any("other"), QUICK), List.of("m"));

        assertThat(call(false).status()).isEqualTo(200);
        assertThat(call(false, "other").status()).isEqualTo(404);
    }

    @Test
    void keepsTheOtherListsForTheirOwnReasons() throws Exception {
        Fallbacks lists =
                new Fallbacks(List.of(), List.of(new Alias("long")), List.of(new Alias("lax")));
        at("m", 0, Reply.json(400, OVERFLOW), Reply.json(400, FILTERED), Reply.json(429, "{}"));
        FakeProvider second = at("m", 1, Reply.json(429, "{}"));
        FakeProvider wide = at("long", 0, Bodies.reply(false));
        FakeProvider lax = at("lax", 0, Bodies.reply(false));
        show(route(lists, QUICK));

        assertThat(call(false).status()).isEqualTo(200);
        assertThat(wide.waiting()).isEqualTo(1);
        assertThat(call(false).status()).isEqualTo(200);
        assertThat(lax.waiting()).isEqualTo(1);
        assertThat(second.connections()).isZero();
        assertThat(call(false).status()).isEqualTo(429);
        assertThat(second.waiting()).isEqualTo(1);
        assertThat(wide.waiting() + lax.waiting()).isEqualTo(2);
        assertThat(house.journal.all(FailAttempt.class))
                .extracting(failed -> failed.next() == null ? null : failed.next().fallback())
                .containsExactly(
                        FallbackKind.CONTEXT_OVERFLOW, FallbackKind.CONTENT_REFUSAL, null, null);
    }

    @Test
    void refusesTheClientWhenNoFallbackHasRoomForTheContext() throws Exception {
        at("m", 0, Reply.json(400, OVERFLOW));
        FakeProvider other = at("other", 0, Bodies.reply(false));
        show(route(any("other"), QUICK));

        Wire.Response answer = call(false);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("context_length_exceeded", "maximum context length");
        assertThat(other.connections()).isZero();
    }

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

    @Test
    void fallsBackWhenTheStoreSaysSoOnly() throws Exception {
        at("m", 0, Reply.json(429, "{}"));
        FakeProvider second = at("m", 1, Bodies.reply(false));
        show(route(Fallbacks.NONE, QUICK));
        house.journal.fate(command ->
                command instanceof FailAttempt ? FailureCode.EVIDENCE_UNAVAILABLE : null);

        assertThat(call(false).status()).isEqualTo(503);

        assertThat(second.connections()).isZero();
        assertThat(house.journal.await(FailCall.class).failure())
                .isEqualTo(FailureCode.EVIDENCE_UNAVAILABLE);
    }

    private List<RouteChoice> choices() {
        List<RouteChoice> choices = new ArrayList<>();
        house.journal.all(AdmitCall.class).forEach(admitted -> choices.add(admitted.choice()));
        for (FailAttempt failed : house.journal.all(FailAttempt.class)) {
            if (failed.next() != null) {
                choices.add(failed.next());
            }
        }
        return choices;
    }

    private Wire.Response call(boolean stream) throws Exception {
        return call(stream, "m");
    }

    private Wire.Response call(boolean stream, String model) throws Exception {
        String body = Bodies.request(stream).replace("\"m\"", "\"" + model + "\"");
        try (Wire wire = Wire.to(house.port())) {
            return wire.send(Wire.chat(Pages.KEY, body)).read();
        }
    }

    private FakeProvider at(String alias, int order, Reply... replies) {
        return at(alias, order, 1, replies);
    }

    private FakeProvider at(String alias, int order, int weight, Reply... replies) {
        FakeProvider provider = FakeProvider.start(replies);
        int number = providers.size();
        providers.add(provider);
        deployments.add(
                new CatalogPage.Deployment(
                        new DeploymentId("dep_000000000000000" + number),
                        new Alias(alias),
                        provider(number),
                        "up",
                        order,
                        weight));
        return provider;
    }

    private static ProviderId provider(int number) {
        return new ProviderId("p" + number);
    }

    private CatalogPage page(List<String> aliases) {
        List<CatalogPage.Provider> all = new ArrayList<>();
        for (int i = 0; i < providers.size(); i++) {
            all.add(
                    Pages.provider(
                            provider(i).value(), Protocol.OPENAI, providers.get(i).baseUrl()));
        }
        CatalogPage page = Pages.page(all, deployments);
        return new CatalogPage(
                page.position(),
                page.organizations(),
                List.of(Pages.keyOf(Pages.KEY, aliases, false)),
                page.providers(),
                page.deployments(),
                page.routes(),
                page.policy(),
                null);
    }

    private void show(CatalogPage.Route route) {
        show(route, List.of("*"));
    }

    private void show(CatalogPage.Route route, List<String> aliases) {
        house.catalog.show(Pages.routed(page(aliases), route));
    }

    private static Fallbacks any(String... aliases) {
        List<Alias> list = List.of(aliases).stream().map(Alias::new).toList();
        return new Fallbacks(list, List.of(), List.of());
    }

    private static CatalogPage.Route route(Fallbacks fallbacks, RetryRules retry) {
        return route(fallbacks, retry, RouteTimeouts.NODE);
    }

    private static CatalogPage.Route route(
            Fallbacks fallbacks, RetryRules retry, RouteTimeouts timeouts) {
        return new CatalogPage.Route(
                M,
                Strategy.ORDERED,
                new RouteRules(fallbacks, retry, timeouts, UnsupportedParameters.REFUSE),
                false);
    }

    private static RouteRules rules(Fallbacks fallbacks, RetryRules retry) {
        return new RouteRules(fallbacks, retry, RouteTimeouts.NODE, UnsupportedParameters.REFUSE);
    }
}
