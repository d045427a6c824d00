package io.affidavit.schemas.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affidavit.schemas.value.ProviderId;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CredentialTransitTest {

    private static final ProviderId PROVIDER = new ProviderId("openai-prod");
    private static final byte[] CREDENTIAL = "sk-secret".getBytes(StandardCharsets.US_ASCII);

    private final CredentialTransit transit = new CredentialTransit(new byte[32]);
    private final CredentialView view =
            transit.seal(PROVIDER, 3, "https://a.example", CREDENTIAL, new byte[12]);

    @Test
    void opensWhatTheOtherSideSealed() {
        assertThat(new CredentialTransit(new byte[32]).open(view)).isEqualTo(CREDENTIAL);
        assertThat(view.toString()).doesNotContain(view.sealed());
    }

    @Test
    void opensForNothingElse() {
        ProviderId other = new ProviderId("other");
        refuses(new CredentialView(other, 3, view.baseUrl(), view.sealed()));
        refuses(new CredentialView(PROVIDER, 4, view.baseUrl(), view.sealed()));
        refuses(new CredentialView(PROVIDER, 3, "https://b.example", view.sealed()));
        refuses(new CredentialView(PROVIDER, 3, view.baseUrl(), "AAAA"));
        byte[] otherPepper = new byte[32];
        otherPepper[0] = 1;
        assertThatThrownBy(() -> new CredentialTransit(otherPepper).open(view))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private void refuses(CredentialView forged) {
        assertThatThrownBy(() -> transit.open(forged)).isInstanceOf(IllegalArgumentException.class);
    }
}
