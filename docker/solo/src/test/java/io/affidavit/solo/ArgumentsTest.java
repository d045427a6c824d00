package io.affidavit.solo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affidavit.solo.data.StartRefused;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {

    @Test
    void takesValuesAsNextWordOrAfterEquals() {
        assertThat(
                        parse(
                                "--data",
                                "here",
                                "--port=0",
                                "--control-port",
                                "9090",
                                "--bind=::",
                                "--rebuild",
                                "--detach"))
                .isEqualTo(
                        new Arguments(
                                Path.of("here"), 0, 9090, "0:0:0:0:0:0:0:0", null, true, false));
    }

    @Test
    void looksForTheDataDirectoryInItsOrder() {
        assertThat(parse().data()).isEqualTo(Path.of("data"));
        assertThat(Arguments.parse(List.of(), "/elsewhere").data())
                .isEqualTo(Path.of("/elsewhere"));
        assertThat(Arguments.parse(List.of("--data", "here"), "/elsewhere").data())
                .isEqualTo(Path.of("here"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"65536", "-1", "http", ""})
    void refusesAPortThatIsNone(String port) {
        assertThatThrownBy(() -> parse("--port", port))
                .isInstanceOf(StartRefused.class)
                .hasMessage("--port: " + port + " (expected: 0 to 65535)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"256.0.0.1", "no such host", ""})
    void refusesAnAddressThatIsNone(String address) {
        assertThatThrownBy(() -> parse("--bind", address))
                .isInstanceOf(StartRefused.class)
                .hasMessage("--bind: " + address + " (expected: an address of this machine)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--profile", "--frobnicate", "start"})
    void refusesWhatItDoesNotKnow(String word) {
        assertThatThrownBy(() -> parse(word))
                .isInstanceOf(StartRefused.class)
                .hasMessageStartingWith(word + ": not understood");
    }

    @Test
    void refusesAnOptionWithoutItsValue() {
        assertThatThrownBy(() -> parse("--data"))
                .isInstanceOf(StartRefused.class)
                .hasMessageStartingWith("--data: needs a value");
    }

    private static Arguments parse(String... words) {
        return Arguments.parse(List.of(words), null);
    }
}
