package io.affidavit.solo.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.schemas.testing.TestCertificate;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// A whole process with TLS on both ports: what it prints works as pasted, commands trust it, and
/// it takes a new certificate while it runs.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class TlsIT {

    private static final TestCertificate FIRST = TestCertificate.of("first");
    private static final TestCertificate SECOND = TestCertificate.of("second");

    @TempDir private Path temporary;
    private Path data;
    private Path certificate;
    private Path key;

    @BeforeEach
    void write() throws IOException {
        data = temporary.resolve("data");
        certificate = temporary.resolve("chain.pem");
        key = temporary.resolve("key.pem");
        FIRST.write(certificate, key);
    }

    @Test
    void worksAsPrintedAndTakesANewCertificate() throws Exception {
        try (Gateway gateway = Gateway.start(data, settings(), "--bind", "0.0.0.0")) {
            assertThat(gateway.dataUrl()).startsWith("https://127.0.0.1:");
            assertThat(gateway.controlUrl()).startsWith("https://127.0.0.1:");

            String answered = shell(pasted(gateway));
            assertThat(answered).contains("\"content\"").endsWith("data: [DONE]\n\n");
            assertThat(shell(pasted(gateway) + " --http1.1 -v 2>&1"))
                    .contains("data: [DONE]", "HTTP/1.1 200");
            assertThat(shell(pasted(gateway) + " -o /dev/null -w '%{http_version}'"))
                    .isEqualTo("2");
            assertThat(affidavit("call", "last")).contains("call");
            assertThat(status()).startsWith("ready []");

            SECOND.write(certificate, key);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> Files.readString(data.resolve("tls.pem")).equals(SECOND.pem()));
            for (String url : List.of(gateway.dataUrl(), gateway.controlUrl())) {
                Awaitility.await()
                        .atMost(Duration.ofSeconds(10))
                        .until(() -> shown(url), SECOND.leaf()::equals);
            }
            assertThat(shell(pasted(gateway))).endsWith("data: [DONE]\n\n");
            assertThat(status()).startsWith("ready []");

            Files.writeString(certificate, "no certificate");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(this::status, word -> word.startsWith("degraded"));
            assertThat(status()).contains("affidavit.tls.certificate: " + certificate);
            assertThat(shown(gateway.controlUrl())).isEqualTo(SECOND.leaf());
            assertThat(gateway.stop()).isZero();
            assertThat(data.resolve("tls.pem")).doesNotExist();
            assertThat(gateway.errors()).doesNotContain("\tat ");
        }
    }

    @Test
    void refusesToShowTheControlPlaneInTheClear() {
        Gateway gateway = Gateway.launch(data, Map.of(), "--bind", "0.0.0.0");
        assertThat(gateway.awaitExit()).isEqualTo(1);
        assertThat(gateway.errors())
                .endsWith(
                        "affidavit: affidavit.control.bind: 0.0.0.0 (expected: loopback, or TLS)\n");
    }

    @Test
    void refusesFilesThatAreNoCertificate() throws IOException {
        Files.writeString(key, SECOND.keyPem());
        Gateway gateway = Gateway.launch(data, settings());
        assertThat(gateway.awaitExit()).isEqualTo(1);
        assertThat(gateway.errors())
                .endsWith(
                        "affidavit: affidavit.tls.certificate: "
                                + certificate
                                + " (expected: first the certificate of the private key)\n");
    }

    @Test
    void opensTheDataPortInTheClearWithAWarning() throws Exception {
        try (Gateway gateway = Gateway.start(data, Map.of("AFFIDAVIT_EDGE_BIND", "0.0.0.0"))) {
            assertThat(gateway.dataUrl()).startsWith("http://127.0.0.1:");
            assertThat(gateway.errors()).contains("can be reached from other machines without TLS");
            assertThat(shell(pasted(gateway))).endsWith("data: [DONE]\n\n");
        }
    }

    private Map<String, String> settings() {
        return Map.of(
                "AFFIDAVIT_TLS_CERTIFICATE",
                certificate.toString(),
                "AFFIDAVIT_TLS_KEY",
                key.toString(),
                "AFFIDAVIT_TLS_RELOADINTERVAL",
                "1s");
    }

    /// The `curl` of the greeting, as one command. The greeting comes after the state.
    private static String pasted(Gateway gateway) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> gateway.output().endsWith("ready\n"));
        String greeting = gateway.output();
        int from = greeting.indexOf("curl -N");
        return greeting.substring(from, greeting.indexOf("\n\n", from));
    }

    private String status() throws Exception {
        var answer = new JsonMapper().readTree(affidavit("status", "--json"));
        return answer.path("state").asString() + " " + answer.path("reasons");
    }

    private String affidavit(String... words) throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "io.affidavit.replay.cli.Main"));
        command.addAll(List.of(words));
        command.addAll(List.of("--data", data.toString()));
        return output(command);
    }

    private static String shell(String command) throws Exception {
        return output(List.of("sh", "-c", command));
    }

    private static String output(List<String> command) throws Exception {
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (var out = process.getInputStream()) {
            return new String(out.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Object shown(String url) throws Exception {
        SSLContext both = TestCertificate.trusting(FIRST, SECOND);
        URI uri = URI.create(url);
        try (SSLSocket socket =
                (SSLSocket) both.getSocketFactory().createSocket(uri.getHost(), uri.getPort())) {
            socket.startHandshake();
            return socket.getSession().getPeerCertificates()[0];
        }
    }
}
