package io.affidavit.edge.upstream;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affidavit.schemas.call.CatalogPage;
import io.affidavit.schemas.routing.CredentialTransit;
import io.affidavit.schemas.routing.CredentialView;
import io.affidavit.schemas.routing.Protocol;
import io.affidavit.schemas.routing.RoutingQuery.FindCredential;
import io.affidavit.schemas.value.ProviderId;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.axonframework.queryhandling.DefaultQueryGateway;
import org.axonframework.queryhandling.SimpleQueryBus;
import org.junit.jupiter.api.Test;

class BusCredentialsTest {

    private static final String URL = "https://api.example.com/v1";
    private static final CredentialTransit TRANSIT = new CredentialTransit(new byte[32]);
    private static final ProviderId PROVIDER = new ProviderId("house");

    private final SimpleQueryBus bus = SimpleQueryBus.builder().build();
    private final AtomicInteger asked = new AtomicInteger();
    private final BusCredentials credentials =
            new BusCredentials(DefaultQueryGateway.builder().queryBus(bus).build(), TRANSIT);

    @Test
    void asksOncePerVersion() {
        answerWith(TRANSIT, URL);

        assertThat(credentials.resolve(provider(1, URL)).secret()).isEqualTo("sk-1");
        assertThat(credentials.resolve(provider(1, URL)).secret()).isEqualTo("sk-1");
        assertThat(credentials.resolve(provider(2, URL)).secret()).isEqualTo("sk-2");
        assertThat(asked).hasValue(2);
    }

    @Test
    void asksOnceForAllWhoNeedItAtTheSameTime() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        bus.<CredentialView>subscribe(
                FindCredential.class.getName(),
                CredentialView.class,
                message -> {
                    release.await();
                    return view(TRANSIT, URL, (FindCredential) message.getPayload());
                });
        Queue<String> secrets = new ConcurrentLinkedQueue<>();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            callers.add(
                    Thread.ofVirtual()
                            .start(() ->
                                    secrets.add(credentials.resolve(provider(1, URL)).secret())));
        }
        Awaitility.await()
                .until(() ->
                        callers.stream()
                                .allMatch(
                                        caller -> caller.getState() == Thread.State.TIMED_WAITING));

        release.countDown();
        for (Thread caller : callers) {
            caller.join();
        }

        assertThat(secrets).hasSize(50).containsOnly("sk-1");
        assertThat(asked).hasValue(1);
    }

    @Test
    void asksAgainAfterAFailure() {
        assertThatThrownBy(() -> credentials.resolve(provider(1, URL)))
                .isInstanceOf(CredentialUnavailable.class);

        answerWith(TRANSIT, URL);

        assertThat(credentials.resolve(provider(1, URL)).secret()).isEqualTo("sk-1");
    }

    @Test
    void sendsNoCredentialToAnotherAddress() {
        answerWith(TRANSIT, URL);
        credentials.resolve(provider(1, URL));

        assertThatThrownBy(() -> credentials.resolve(provider(1, "https://evil.example/v1")))
                .isInstanceOf(CredentialUnavailable.class)
                .hasMessageContaining("house")
                .hasMessageNotContaining("sk-");
    }

    @Test
    void opensNothingFromAnotherInstallation() {
        answerWith(
                new CredentialTransit("another pepper, 32 bytes long ..".getBytes(US_ASCII)), URL);

        assertThatThrownBy(() -> credentials.resolve(provider(1, URL)))
                .isInstanceOf(CredentialUnavailable.class);
    }

    @Test
    void saysThatNobodyAnswers() {
        assertThatThrownBy(() -> credentials.resolve(provider(1, URL)))
                .isInstanceOf(CredentialUnavailable.class);
    }

    @Test
    void showsASecretNowhere() {
        answerWith(TRANSIT, URL);
        Credential credential = credentials.resolve(provider(1, URL));

        assertThat(credential.toString()).isEqualTo("Credential[hidden]");
        assertThatThrownBy(() -> new Credential("sk-\r\nx: y")).hasMessageNotContaining("sk-");
    }

    private void answerWith(CredentialTransit transit, String url) {
        bus.<CredentialView>subscribe(
                FindCredential.class.getName(),
                CredentialView.class,
                message -> view(transit, url, (FindCredential) message.getPayload()));
    }

    private CredentialView view(CredentialTransit transit, String url, FindCredential query) {
        asked.incrementAndGet();
        byte[] secret = ("sk-" + query.version()).getBytes(US_ASCII);
        return transit.seal(
                query.provider(),
                query.version(),
                url,
                secret,
                new byte[CredentialTransit.IV_BYTES]);
    }

    private static CatalogPage.Provider provider(int version, String url) {
        return new CatalogPage.Provider(PROVIDER, null, Protocol.OPENAI, url, version);
    }
}
