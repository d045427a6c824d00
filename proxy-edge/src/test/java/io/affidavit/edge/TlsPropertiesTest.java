package io.affidavit.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affidavit.edge.tls.PemFiles;
import io.affidavit.edge.tls.Pkcs12File;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class TlsPropertiesTest {

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withUserConfiguration(Settings.class);

    @Configuration
    @EnableConfigurationProperties(TlsProperties.class)
    static class Settings {}

    @Test
    void hasNoCertificateUnlessToldWhere() {
        runner.run(context -> {
            TlsProperties settings = context.getBean(TlsProperties.class);
            assertThat(settings.files()).isNull();
            assertThat(settings.reloadInterval()).hasSeconds(10);
            assertThat(settings.handshakeTimeout()).hasSeconds(10);
        });
    }

    @Test
    void takesPemOrPkcs12() {
        with("certificate=/c", "key=/k", "reload-interval=1s", "handshake-timeout=200ms")
                .run(context ->
                        assertThat(context.getBean(TlsProperties.class).files())
                                .isEqualTo(new PemFiles(Path.of("/c"), Path.of("/k"))));
        with("keystore=/s", "keystore-password-file=/p")
                .run(context ->
                        assertThat(context.getBean(TlsProperties.class).files())
                                .isEqualTo(new Pkcs12File(Path.of("/s"), Path.of("/p"))));
    }

    @ParameterizedTest
    @CsvSource({
        "certificate=/c, affidavit.tls.key: missing (expected: a file beside"
                + " affidavit.tls.certificate)",
        "key=/k, affidavit.tls.certificate: missing (expected: a file beside affidavit.tls.key)",
        "keystore=/s, affidavit.tls.keystore-password-file: missing (expected: a file beside"
                + " affidavit.tls.keystore)"
    })
    void refusesHalfOfAPair(String one, String message) {
        assertRefused(message, one);
    }

    @Test
    void refusesBothForms() {
        assertRefused(
                "affidavit.tls.keystore: /s (expected: either this or affidavit.tls.certificate)",
                "certificate=/c",
                "key=/k",
                "keystore=/s",
                "keystore-password-file=/p");
    }

    @ParameterizedTest
    @CsvSource({"reload-interval=10ms", "handshake-timeout=0s", "unknown=1"})
    void refusesWhatIsOutOfRangeOrUnknown(String setting) {
        with(setting)
                .run(context ->
                        assertThatThrownBy(() -> context.getBean(TlsProperties.class))
                                .isInstanceOf(IllegalStateException.class));
    }

    private void assertRefused(String message, String... settings) {
        with(settings)
                .run(context ->
                        assertThatThrownBy(() -> context.getBean(TlsProperties.class))
                                .rootCause()
                                .hasMessage(message));
    }

    private ApplicationContextRunner with(String... settings) {
        return runner.withPropertyValues(
                Stream.of(settings).map("affidavit.tls."::concat).toArray(String[]::new));
    }
}
