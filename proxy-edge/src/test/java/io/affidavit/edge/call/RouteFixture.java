package io.affidavit.edge.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.house.Bodies;
import io.affidavit.edge.house.EdgeHouse;
import io.affidavit.edge.house.Pages;
import io.affidavit.edge.house.Wire;
import io.affidavit.edge.upstream.FakeProvider;
import io.affidavit.edge.upstream.Reply;
import io.affidavit.schemas.call.CallCommand.AdmitCall;
import io.affidavit.schemas.call.CallCommand.FailAttempt;
import io.affidavit.schemas.call.CatalogPage;
import io.affidavit.schemas.routing.Destination;
import io.affidavit.schemas.routing.Fallbacks;
import io.affidavit.schemas.routing.Protocol;
import io.affidavit.schemas.routing.RetryRules;
import io.affidavit.schemas.routing.RouteChoice;
import io.affidavit.schemas.routing.RouteChooser;
import io.affidavit.schemas.routing.RouteRules;
import io.affidavit.schemas.routing.RouteTimeouts;
import io.affidavit.schemas.routing.Strategy;
import io.affidavit.schemas.routing.UnsupportedParameters;
import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.ProviderId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/// A route `m` over providers on real sockets. After each test, every choice on record is made
/// again from the record alone.
abstract class RouteFixture {

    static final Alias M = new Alias("m");
    static final RetryRules QUICK = new RetryRules(3, 2, 4, 20_000, true);

    final EdgeHouse house = EdgeHouse.open();
    final List<FakeProvider> providers = new ArrayList<>();
    final List<CatalogPage.Deployment> deployments = new ArrayList<>();

    @AfterEach
    void close() {
        house.close();
        providers.forEach(FakeProvider::close);
        for (RouteChoice choice : choices()) {
            assertThat(RouteChooser.follows(choice)).as("%s", choice).isTrue();
        }
        house.journal.all(FailAttempt.class).forEach(this::staysWithinReach);
    }

    /// What an admission holds is the maximum over its destinations.
    private void staysWithinReach(FailAttempt failed) {
        if (failed.next() != null) {
            assertThat(house.journal.all(AdmitCall.class))
                    .filteredOn(admitted -> admitted.callId().equals(failed.callId()))
                    .flatExtracting(AdmitCall::destinations)
                    .extracting(Destination::deployment)
                    .contains(failed.next().chosen());
        }
    }

    List<RouteChoice> choices() {
        List<RouteChoice> choices = new ArrayList<>();
        house.journal.all(AdmitCall.class).forEach(admitted -> choices.add(admitted.choice()));
        for (FailAttempt failed : house.journal.all(FailAttempt.class)) {
            if (failed.next() != null) {
                choices.add(failed.next());
            }
        }
        return choices;
    }

    Wire.Response call(boolean stream) throws Exception {
        return call(stream, "m");
    }

    Wire.Response call(boolean stream, String model) throws Exception {
        String body = Bodies.request(stream).replace("\"m\"", "\"" + model + "\"");
        try (Wire wire = Wire.to(house.port())) {
            return wire.send(Wire.chat(Pages.KEY, body)).read();
        }
    }

    FakeProvider at(String alias, int order, Reply... replies) {
        return at(alias, order, 1, replies);
    }

    FakeProvider at(String alias, int order, int weight, Reply... replies) {
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

    static ProviderId provider(int number) {
        return new ProviderId("p" + number);
    }

    CatalogPage page(List<String> aliases) {
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
                page.archived(),
                List.of(Pages.keyOf(Pages.KEY, aliases, false)),
                page.providers(),
                page.deployments(),
                page.routes(),
                page.meters(),
                page.policy(),
                null);
    }

    void show(CatalogPage.Route route) {
        show(route, List.of("*"));
    }

    void show(CatalogPage.Route route, List<String> aliases) {
        house.catalog.show(Pages.routed(page(aliases), route));
    }

    static Fallbacks any(String... aliases) {
        List<Alias> list = List.of(aliases).stream().map(Alias::new).toList();
        return new Fallbacks(list, List.of(), List.of());
    }

    static CatalogPage.Route route(Fallbacks fallbacks, RetryRules retry) {
        return route(fallbacks, retry, RouteTimeouts.NODE);
    }

    static CatalogPage.Route route(Fallbacks fallbacks, RetryRules retry, RouteTimeouts timeouts) {
        return new CatalogPage.Route(
                M,
                Strategy.ORDERED,
                new RouteRules(fallbacks, retry, timeouts, UnsupportedParameters.REFUSE, null),
                false);
    }

    static RouteRules rules(Fallbacks fallbacks, RetryRules retry) {
        return new RouteRules(
                fallbacks, retry, RouteTimeouts.NODE, UnsupportedParameters.REFUSE, null);
    }
}
