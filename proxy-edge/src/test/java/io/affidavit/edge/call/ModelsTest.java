package io.affidavit.edge.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.edge.house.Bodies;
import io.affidavit.edge.house.EdgeHouse;
import io.affidavit.edge.house.Pages;
import io.affidavit.edge.house.Wire;
import io.affidavit.schemas.access.ContentMode;
import io.affidavit.schemas.call.CallCommand.AdmitCall;
import io.affidavit.schemas.call.CallCommand.RefuseCall;
import io.affidavit.schemas.call.CatalogPage;
import io.affidavit.schemas.policy.PolicyDocument;
import io.affidavit.schemas.routing.Protocol;
import io.affidavit.schemas.routing.RouteRules;
import io.affidavit.schemas.routing.Strategy;
import io.affidavit.schemas.serial.EventSerializer;
import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.ProviderId;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a key sees and may name.
class ModelsTest {

    private static final String NARROW = Pages.key("NNNNNNNNNNNN");

    private EdgeHouse house;

    @BeforeEach
    void open() {
        house = EdgeHouse.open();
        CatalogPage.Provider own = Pages.provider("sim", Protocol.SIMULATOR, "");
        CatalogPage.Provider foreign =
                new CatalogPage.Provider(
                        new ProviderId("theirs"),
                        new OrganizationId("other"),
                        Protocol.SIMULATOR,
                        "",
                        0);
        PolicyDocument allow = PolicyDocument.ALLOW;
        house.catalog.show(
                new CatalogPage(
                        0,
                        List.of(new CatalogPage.Organization(Pages.ACME, ContentMode.COMMIT)),
                        List.of(),
                        List.of(
                                Pages.keyOf(Pages.KEY, List.of("*"), false),
                                Pages.keyOf(NARROW, List.of("vendor/m:1+x"), false)),
                        List.of(own, foreign),
                        List.of(
                                deployment(1, "m", "sim"),
                                deployment(2, "vendor/m:1+x", "sim"),
                                deployment(3, "hidden", "theirs"),
                                deployment(4, "removed", "sim"),
                                deployment(5, "m", "theirs")),
                        List.of(
                                new CatalogPage.Route(
                                        new Alias("removed"),
                                        Strategy.ORDERED,
                                        RouteRules.DEFAULT,
                                        true)),
                        List.of(),
                        new CatalogPage.Policy(EventSerializer.digest(allow), allow),
                        null));
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void listsWhatTheKeyMayCallAndSaysWhatIsSimulated() throws Exception {
        try (Wire wire = Wire.to(house.port())) {
            assertThat(wire.send(Wire.get("/v1/models?limit=1", Pages.KEY)).read().body())
                    .contains("\"id\":\"m\"", "\"id\":\"vendor/m:1+x\"", "\"simulated\":true")
                    .doesNotContain("hidden", "removed");
            assertThat(wire.send(Wire.get("/v1/models", NARROW)).read().body())
                    .contains("\"id\":\"vendor/m:1+x\"")
                    .doesNotContain("\"id\":\"m\"");
        }
        assertThat(house.journal.commands()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"vendor/m:1+x", "vendor%2Fm%3A1%2Bx", "vendor%2fm:1+x"})
    void findsOneByItsNamePercentDecodedOnce(String segment) throws Exception {
        try (Wire wire = Wire.to(house.port())) {
            Wire.Response answer = wire.send(Wire.get("/v1/models/" + segment, NARROW)).read();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).contains("\"id\":\"vendor/m:1+x\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"m", "none", "hidden", "removed", "vendor%252Fm", "%zz", "%"})
    void hidesTheRestBehindOneAnswer(String segment) throws Exception {
        try (Wire wire = Wire.to(house.port())) {
            Wire.Response one = wire.send(Wire.get("/v1/models/" + segment, NARROW)).read();
            Wire.Response called =
                    wire.send(
                                    Wire.chat(
                                            NARROW,
                                            Bodies.request(false)
                                                    .replace("\"m\"", "\"" + segment + "\"")))
                            .read();
            assertThat(one.status()).isEqualTo(404);
            assertThat(called.status()).isEqualTo(404);
            assertThat(one.body()).isEqualTo(called.body()).contains("\"model_not_found\"");
        }
        assertThat(house.journal.all(RefuseCall.class)).hasSize(2);
    }

    @Test
    void keepsANameNobodyDefinedOutOfTheRecord() throws Exception {
        try (Wire wire = Wire.to(house.port())) {
            for (String model : List.of("jane@example.com", "hidden")) {
                String body = Bodies.request(false).replace("\"m\"", "\"" + model + "\"");
                assertThat(wire.send(Wire.chat(NARROW, body)).read().status()).isEqualTo(404);
            }
        }
        assertThat(house.journal.all(RefuseCall.class))
                .extracting(RefuseCall::alias)
                .containsExactly(null, new Alias("hidden"));
    }

    @Test
    void recordsNothingOfAnotherOrganizationsDeployments() throws Exception {
        try (Wire wire = Wire.to(house.port())) {
            assertThat(wire.send(Wire.chat(Pages.KEY, Bodies.request(false))).read().status())
                    .isEqualTo(200);
        }
        assertThat(house.journal.await(AdmitCall.class).choice().candidates())
                .extracting(candidate -> candidate.provider().value())
                .containsExactly("sim");
    }

    private static CatalogPage.Deployment deployment(int number, String alias, String provider) {
        return new CatalogPage.Deployment(
                new DeploymentId("dep_000000000000000" + number),
                new Alias(alias),
                new ProviderId(provider),
                "up",
                0,
                1);
    }
}
