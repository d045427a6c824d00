package io.affidavit.command.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affidavit.command.routing.ProviderState.Active;
import io.affidavit.schemas.routing.CredentialDestroyed;
import io.affidavit.schemas.routing.CredentialRotated;
import io.affidavit.schemas.routing.CredentialSealed;
import io.affidavit.schemas.routing.Protocol;
import io.affidavit.schemas.routing.ProviderChanged;
import io.affidavit.schemas.routing.ProviderDisabled;
import io.affidavit.schemas.routing.ProviderRegistered;
import io.affidavit.schemas.routing.RoutingCommand.ChangeProvider;
import io.affidavit.schemas.routing.RoutingCommand.DisableProvider;
import io.affidavit.schemas.routing.RoutingCommand.RegisterProvider;
import io.affidavit.schemas.routing.RoutingEvent;
import io.affidavit.schemas.serial.Refusal;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.ProviderId;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProviderDeciderTest {

    private static final ProviderId PROVIDER = new ProviderId("openai-prod");
    private static final String URL = "https://a.example";
    private static final String OTHER_URL = "https://b.example";
    private static final ProviderState NONE = new ProviderState.Unknown();

    @Test
    void registersWithItsFirstCredential() {
        List<RoutingEvent> events = ProviderDecider.decide(NONE, register(keyRef(1)));
        assertThat(events)
                .extracting(event -> (Object) event.getClass())
                .containsExactly(ProviderRegistered.class, CredentialSealed.class);
        assertThat(active(events).view().credentialVersion()).isEqualTo(1);
        assertThat(((ProviderRegistered) events.getFirst()).after())
                .isEqualTo(active(events).facts().digest());
    }

    @Test
    void changesTheAddressOnlyWithACredential() {
        ProviderState state = registered();
        refuses(
                FailureCode.CREDENTIAL_REQUIRED,
                () -> ProviderDecider.decide(state, change(OTHER_URL, null)));
        List<RoutingEvent> events = ProviderDecider.decide(state, change(OTHER_URL, keyRef(2)));
        assertThat(events)
                .extracting(event -> (Object) event.getClass())
                .containsExactly(ProviderChanged.class, CredentialRotated.class);
        ProviderChanged changed = (ProviderChanged) events.getFirst();
        assertThat(changed.before()).isEqualTo(((Active) state).facts().digest());
        Active after = (Active) evolve(state, events);
        assertThat(changed.after()).isEqualTo(after.facts().digest());
        assertThat(after.facts().baseUrl()).isEqualTo(OTHER_URL);
        assertThat(after.keyRefs()).containsOnlyKeys(1, 2);
    }

    @Test
    void changesNothingWhenNothingIsNew() {
        assertThat(ProviderDecider.decide(registered(), change(URL, null))).isEmpty();
        assertThat(ProviderDecider.decide(registered(), change(null, null))).isEmpty();
    }

    @Test
    void refusesACredentialSealedForAnotherVersion() {
        refuses(
                FailureCode.CONFLICT,
                () -> ProviderDecider.decide(registered(), change(null, keyRef(1))));
        refuses(
                FailureCode.CONFLICT,
                () -> ProviderDecider.decide(registered(), change(null, keyRef(3))));
        refuses(FailureCode.CONFLICT, () -> ProviderDecider.decide(NONE, register(keyRef(2))));
    }

    @Test
    void isGoneForGood() {
        List<RoutingEvent> events =
                ProviderDecider.decide(registered(), new DisableProvider(PROVIDER, List.of()));
        assertThat(events)
                .extracting(event -> (Object) event.getClass())
                .containsExactly(ProviderDisabled.class, CredentialDestroyed.class);
        ProviderState gone = evolve(registered(), events);
        refuses(
                FailureCode.NOT_FOUND,
                () -> ProviderDecider.decide(gone, new DisableProvider(PROVIDER, List.of())));
        refuses(FailureCode.NOT_FOUND, () -> ProviderDecider.decide(gone, change(null, keyRef(2))));
        refuses(
                FailureCode.ALREADY_EXISTS,
                () -> ProviderDecider.decide(gone, register(keyRef(1))));
    }

    @Test
    void refusesANameThatIsTaken() {
        refuses(
                FailureCode.ALREADY_EXISTS,
                () -> ProviderDecider.decide(registered(), register(keyRef(1))));
    }

    private static ProviderState registered() {
        return evolve(NONE, ProviderDecider.decide(NONE, register(keyRef(1))));
    }

    private static Active active(List<RoutingEvent> events) {
        return (Active) evolve(NONE, events);
    }

    private static ProviderState evolve(ProviderState state, List<RoutingEvent> events) {
        ProviderState next = state;
        for (RoutingEvent event : events) {
            next = next.evolve(event);
        }
        return next;
    }

    private static RegisterProvider register(@Nullable String keyRef) {
        return new RegisterProvider(PROVIDER, null, Protocol.OPENAI, URL, keyRef, null, List.of());
    }

    private static ChangeProvider change(@Nullable String url, @Nullable String keyRef) {
        return new ChangeProvider(PROVIDER, url, keyRef, List.of());
    }

    private static String keyRef(int version) {
        return "-/1/openai-prod/" + version + "/0123456789abcdef";
    }

    private static void refuses(FailureCode code, ThrowingCallable decision) {
        assertThatThrownBy(decision)
                .satisfies(
                        thrown -> assertThat(Refusal.of(thrown)).map(Refusal::code).contains(code));
    }
}
