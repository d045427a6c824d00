package io.affidavit.schemas.serial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affidavit.schemas.access.KeyOrigin;
import io.affidavit.schemas.access.VirtualKeyChanged;
import io.affidavit.schemas.access.VirtualKeyIssued;
import io.affidavit.schemas.call.AttemptFailed;
import io.affidavit.schemas.call.CallAdmitted;
import io.affidavit.schemas.call.RouteChosen;
import io.affidavit.schemas.routing.Candidate;
import io.affidavit.schemas.routing.CoolingState;
import io.affidavit.schemas.routing.DeploymentChanged;
import io.affidavit.schemas.routing.DeploymentRegistered;
import io.affidavit.schemas.routing.RouteChoice;
import io.affidavit.schemas.routing.RouteDefined;
import io.affidavit.schemas.routing.RouteRules;
import io.affidavit.schemas.routing.Strategy;
import io.affidavit.schemas.routing.UnsupportedParameters;
import io.affidavit.schemas.value.DomainEvent;
import io.affidavit.schemas.value.TokenUsage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Reads every older golden as its newest shape.
class UpcastersTest {

    record Older(String type, int revision) {}

    static Stream<Older> older() {
        return EventNames.all().stream()
                .flatMap(name ->
                        IntStream.range(1, Integer.parseInt(name.revision()))
                                .mapToObj(revision -> new Older(name.type(), revision)));
    }

    @ParameterizedTest
    @MethodSource("older")
    void readsEveryOlderRevision(Older shape) throws Exception {
        DomainEvent event = read(shape.type(), shape.revision());

        assertThat(event).isInstanceOf(EventNames.of(shape.type()).event());
        assertThat(new String(EventSerializer.data(event), StandardCharsets.UTF_8))
                .isNotEqualTo(golden(shape.type(), shape.revision()));
    }

    @Test
    void weighsOlderDeploymentsAlike() throws Exception {
        assertThat(((DeploymentRegistered) read("deployment.registered", 1)).weight()).isEqualTo(1);
        assertThat(((DeploymentChanged) read("deployment.changed", 1)).weight()).isEqualTo(1);
    }

    @Test
    void pricesOlderDeploymentsByTheList() throws Exception {
        for (int revision = 1; revision < 3; revision++) {
            assertThat(((DeploymentRegistered) read("deployment.registered", revision)).price())
                    .isNull();
            assertThat(((DeploymentChanged) read("deployment.changed", revision)).price()).isNull();
        }
    }

    @Test
    void takesOlderKeysForOurOwn() throws Exception {
        VirtualKeyIssued key = (VirtualKeyIssued) read("virtual_key.issued", 1);

        assertThat(key.origin()).isEqualTo(KeyOrigin.ISSUED);
        assertThat(key.surfaces()).containsExactly("*");
        assertThat(key.content()).isNull();
        assertThat(((VirtualKeyChanged) read("virtual_key.changed", 1)).content()).isNull();
    }

    @Test
    void givesOlderRoutesTheDefaultRules() throws Exception {
        RouteDefined route = (RouteDefined) read("route.defined", 1);

        assertThat(route.rules()).isEqualTo(RouteRules.DEFAULT);
        assertThat(route.strategy()).isEqualTo(Strategy.ORDERED);
    }

    @Test
    void leavesTheOutputOfOlderRoutesOpen() throws Exception {
        assertThat(((RouteDefined) read("route.defined", 2)).rules().maxOutputTokens()).isNull();
    }

    @Test
    void knowsNoDestinationsOfOlderAdmissions() throws Exception {
        assertThat(((CallAdmitted) read("call.admitted", 2)).destinations()).isEmpty();
        assertThat(((CallAdmitted) read("call.admitted", 2)).holds()).hasSize(1);
    }

    @Test
    void keepsWhatOlderChoicesSaid() throws Exception {
        RouteChoice choice = ((RouteChosen) read("route.chosen", 1)).choice();

        assertThat(choice.strategyVersion()).isEqualTo(3); // the sample's, not ours
        assertThat(choice.unsupported()).isEqualTo(UnsupportedParameters.REFUSE);
        assertThat(choice.fallback()).isNull();
        Candidate candidate = choice.candidates().getFirst();
        assertThat(candidate.order()).isEqualTo(3);
        assertThat(candidate.alias()).isNull();
        assertThat(candidate.weight()).isEqualTo(1);
        assertThat(candidate.cooling()).isEqualTo(CoolingState.NONE);
        assertThat(candidate.adjusted()).isEmpty();
    }

    @Test
    void knowsNoLimitsOfDeploymentsInOlderAttempts() throws Exception {
        RouteChosen chosen = (RouteChosen) read("route.chosen", 3);
        AttemptFailed failed = (AttemptFailed) read("attempt.failed", 1);

        assertThat(chosen.holds()).isEmpty();
        assertThat(chosen.choice().candidates()).hasSize(1);
        assertThat(failed.settled()).isEmpty();
        assertThat(failed.usage()).isEqualTo(TokenUsage.NONE);
        assertThat(failed.limit()).isNull();
        assertThat(failed.mayBeCharged()).isTrue();
    }

    @Test
    void stopsAtAnUnknownRevision() throws Exception {
        byte[] data = golden("route.defined", 1).getBytes(StandardCharsets.UTF_8);

        for (String revision : List.of("0", "4", "-1", "x")) {
            assertThatThrownBy(
                            () -> EventSerializer.read("route.defined", revision, data, List.of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("unknown revision");
        }
    }

    private static DomainEvent read(String type, int revision) throws IOException {
        byte[] data = golden(type, revision).getBytes(StandardCharsets.UTF_8);
        return EventSerializer.read(type, Integer.toString(revision), data, List.of());
    }

    private static String golden(String type, int revision) throws IOException {
        String file = "/goldens/" + type + "-" + revision + ".json";
        try (InputStream in = UpcastersTest.class.getResourceAsStream(file)) {
            assertThat(in).as("golden %s", file).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
