package io.affidavit.solo.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affidavit.solo.data.StartRefused;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.ConfigurationProperties;

class KnownSettingsTest {

    private static final KnownSettings SETTINGS =
            new KnownSettings(List.of(Sample.class), Set.of("affidavit.sample.database.url"));

    @Test
    void namesEveryComponentButWhatIsFixed() {
        assertThat(SETTINGS.names())
                .containsExactly(
                        "affidavit.sample.allowed-addresses",
                        "affidavit.sample.batch-max",
                        "affidavit.sample.database.password-file");
    }

    @Test
    void acceptsSettingsInTheFileAndInTheEnvironment() {
        assertThatCode(() ->
                        SETTINGS.check(
                                List.of(
                                        "affidavit.sample.batch-max",
                                        "affidavit.sample.allowed-addresses[1]"),
                                List.of(
                                        "PATH",
                                        "AFFIDAVIT_DATA",
                                        "AFFIDAVIT_SAMPLE_BATCHMAX",
                                        "AFFIDAVIT_SAMPLE_DATABASE_PASSWORDFILE",
                                        "AFFIDAVIT_SAMPLE_ALLOWEDADDRESSES_0")))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "affidavit.sample.batchmaximum",
                "affidavit.sample.batch-max[0]",
                "affidavit.sample.database.url",
                "server.port"
            })
    void refusesAnUnknownNameInTheFile(String name) {
        assertThatThrownBy(() -> SETTINGS.check(List.of(name), List.of()))
                .isInstanceOf(StartRefused.class)
                .hasMessageStartingWith(name + ": no such setting");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"AFFIDAVIT_SAMPLE_PORT", "AFFIDAVIT_HOME", "AFFIDAVIT_SAMPLE_BATCHMAX_0"})
    void refusesAnUnknownVariable(String variable) {
        assertThatThrownBy(() -> SETTINGS.check(List.of(), List.of(variable)))
                .isInstanceOf(StartRefused.class)
                .hasMessageStartingWith(variable + ": no such setting");
    }

    @ConfigurationProperties("affidavit.sample")
    record Sample(int batchMax, List<String> allowedAddresses, Database database) {
        record Database(String url, String passwordFile) {}
    }
}
