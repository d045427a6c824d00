package io.affidavit.edge.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.schemas.call.AttemptPhase;
import io.affidavit.schemas.routing.AddressRule;
import io.affidavit.schemas.value.FailureCode;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsUpstreamTest extends UpstreamFixture {

    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir private static Path directory;
    private static KeyStore forLoopback;
    private static KeyStore forAnotherName;

    @BeforeAll
    static void makeCertificates() throws Exception {
        forLoopback = certificate("loopback", "ip:127.0.0.1");
        forAnotherName = certificate("another", "dns:another.example");
    }

    @Test
    void speaksTlsAndKeepsTheConnection() throws Exception {
        OpenAiUpstream trusting = trusting(forLoopback);
        try (var provider = provider(forLoopback, Reply.json(200, ANSWER))) {
            for (int i = 0; i < 2; i++) {
                assertThat(open(trusting, provider).text()).isEqualTo(ANSWER);
            }
            assertThat(provider.connections()).isEqualTo(1);
        }
    }

    @Test
    void trustsNoStranger() throws Exception {
        try (var provider = provider(forLoopback, Reply.json(200, ANSWER))) {
            assertRefused(open(upstream, provider));
            assertThat(provider.waiting()).isZero();
        }
    }

    @Test
    void trustsNoOtherName() throws Exception {
        try (var provider = provider(forAnotherName, Reply.json(200, ANSWER))) {
            assertRefused(open(trusting(forAnotherName), provider));
            assertThat(provider.waiting()).isZero();
        }
    }

    @Test
    void tunnelsThroughAProxyToTheHostsListed() throws Exception {
        try (var provider = provider(forLoopback, Reply.json(200, ANSWER));
                var proxy = FakeProxy.start("HTTP/1.1 200 Connection established\r\n\r\n")) {
            OpenAiUpstream through = trusting(forLoopback, proxy.listing("127.0.0.1"));
            for (int i = 0; i < 2; i++) {
                assertThat(open(through, provider).text()).isEqualTo(ANSWER);
            }
            String authority = provider.baseUrl().substring(8).replace("/v1", "");
            assertThat(proxy.asked())
                    .containsExactly("CONNECT " + authority + " HTTP/1.1", "host: " + authority);
        }
    }

    @Test
    void goesPastTheProxyToAnybodyElse() throws Exception {
        try (var provider = provider(forLoopback, Reply.json(200, ANSWER));
                var plain = FakeProvider.start(Reply.json(200, ANSWER));
                var proxy = FakeProxy.start("HTTP/1.1 200 OK\r\n\r\n")) {
            OpenAiUpstream other = trusting(forLoopback, proxy.listing("provider.example"));
            OpenAiUpstream listed = trusting(forLoopback, proxy.listing("127.0.0.1"));

            assertThat(open(other, provider).text()).isEqualTo(ANSWER);
            assertThat(open(listed, plain).text()).as("not over TLS").isEqualTo(ANSWER);
            assertThat(proxy.asked()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n",
                "HTTP/1.1 200 OK\r\n\r\nearly bytes",
                "SSH-2.0\r\n\r\n",
                ""
            })
    void takesNothingElseForATunnel(String answer) throws Exception {
        try (var provider = provider(forLoopback, Reply.json(200, ANSWER));
                var proxy = FakeProxy.start(answer)) {
            assertRefused(open(trusting(forLoopback, proxy.listing("127.0.0.1")), provider));
            assertThat(provider.connections()).isZero();
        }
    }

    @Test
    void keepsForbiddenAddressesOutOfTunnels() throws Exception {
        try (var proxy = FakeProxy.start("HTTP/1.1 200 OK\r\n\r\n")) {
            OpenAiUpstream through = trusting(forLoopback, proxy.listing("169.254.169.254"));

            assertRefused(
                    Attempt.open(
                            through, loop, Attempt.chat("https://169.254.169.254", false, BODY)));
            assertThat(proxy.asked()).isEmpty();
        }
    }

    private static void assertRefused(Attempt attempt) {
        AttemptFailure failure = attempt.failure();
        assertThat(failure.code()).isEqualTo(FailureCode.UPSTREAM_ERROR);
        assertThat(failure.phase()).isEqualTo(AttemptPhase.CONNECT);
        assertThat(failure.mayBeCharged()).isFalse();
    }

    private Attempt open(OpenAiUpstream client, FakeProvider provider) {
        return Attempt.open(client, loop, Attempt.chat(provider.baseUrl(), false, BODY));
    }

    private static FakeProvider provider(KeyStore keys, Reply reply)
            throws GeneralSecurityException {
        KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
        managers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return FakeProvider.start(context.getServerSocketFactory(), "https", reply);
    }

    private static OpenAiUpstream trusting(KeyStore keys) throws Exception {
        return trusting(keys, null);
    }

    private static OpenAiUpstream trusting(KeyStore keys, @Nullable EgressProxy proxy)
            throws Exception {
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(keys);
        SslContext client =
                SslContextBuilder.forClient()
                        .trustManager(trust)
                        .endpointIdentificationAlgorithm("HTTPS")
                        .build();
        AddressBook addresses = new AddressBook(new AddressRule(List.of("127.0.0.0/8")));
        return new OpenAiUpstream(
                new Connector(addresses, NioSocketChannel::new, client, proxy),
                UpstreamLimits.DEFAULT);
    }

    /// A key with a certificate it signed itself, which is its own trust anchor as well.
    private static KeyStore certificate(String name, String subject) throws Exception {
        Path file = directory.resolve(name + ".p12");
        Path log = directory.resolve(name + ".log");
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                name,
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=" + name,
                                "-ext",
                                "san=" + subject,
                                "-keystore",
                                file.toString(),
                                "-storepass",
                                String.valueOf(PASSWORD))
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        assertThat(keytool.waitFor()).as(() -> text(log)).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        KeyStore all = KeyStore.getInstance("PKCS12");
        all.load(null, PASSWORD);
        all.setKeyEntry(
                name, keys.getKey(name, PASSWORD), PASSWORD, keys.getCertificateChain(name));
        all.setCertificateEntry(name + "-trust", keys.getCertificate(name));
        return all;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
